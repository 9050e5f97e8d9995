package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.IActivation;

/**
 * Recurrent layers. In DL4J, lengths do nothing to LSTMs: what is behind the end is computed as
 * well, and left to the layers behind. DL4J's recurrent weights lie as {@code [gates · n (and
 * peepholes), n]}.
 */
@SuppressWarnings("deprecation") // users still have networks with Graves LSTMs
final class RecurrentRules {
  private RecurrentRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(LSTM.class, place -> directed(place, false));
    rules.put(GravesLSTM.class, place -> directed(place, false));
    rules.put(SimpleRnn.class, place -> directed(place, false));
    rules.put(GravesBidirectionalLSTM.class, RecurrentRules::gravesBidirectional);
    rules.put(Bidirectional.class, RecurrentRules::bidirectional);
  }

  private static Flow directed(Place place, boolean reverse) {
    if (place.layer().getClass() == SimpleRnn.class) {
      return simple(place, reverse);
    }
    if (place.layer().getClass() != LSTM.class && place.layer().getClass() != GravesLSTM.class) {
      throw place.refused("there is no rule for its kind within a Bidirectional");
    }
    AbstractLSTM layer = (AbstractLSTM) place.layer();
    return lstm(
        place,
        layer,
        layer.getGateActivationFn(),
        new String[] {"W", "RW", "b"},
        layer.getClass() == GravesLSTM.class,
        reverse);
  }

  private static Flow lstm(
      Place place,
      BaseRecurrentLayer layer,
      IActivation gate,
      String[] names,
      boolean peepholes,
      boolean reverse) {
    Flow in = place.in(3);
    int n = (int) layer.getNOut();
    int columns = peepholes ? 4 * n + 3 : 4 * n;
    Operation lstm =
        place
            .operation(Op.LSTM, in.name())
            .with("hidden_size", n)
            .with("reverse", reverse ? 1 : 0)
            .with("W", place.weight(names[0], 4L * n, layer.getNIn()))
            .with("R", place.weight(names[1], columns, n).rows(0, 4 * n))
            .with("B", place.weight(names[2], 4L * n));
    if (peepholes) {
      lstm = lstm.with("P", place.weight(names[1], columns, n).rows(4 * n, 4 * n + 3));
    }
    lstm = place.withActivation(lstm, "activation", layer.getActivationFn());
    lstm = place.withActivation(lstm, "gate_activation", gate);
    return place.emit(lstm, in);
  }

  private static Flow simple(Place place, boolean reverse) {
    SimpleRnn layer = (SimpleRnn) place.layer();
    Flow in = place.in(3);
    int n = (int) layer.getNOut();
    Operation rnn =
        place
            .operation(Op.RNN, in.name())
            .with("hidden_size", n)
            .with("reverse", reverse ? 1 : 0)
            .with("W", place.weight("W", n, layer.getNIn()))
            .with("R", place.weight("RW", n, n));
    rnn = place.biased(rnn, "b", n);
    if (place.has("g")) {
      rnn =
          rnn.with("scaleW", place.weight("g", 2, n).rows(0, 1).reshaped(n))
              .with("scaleR", place.weight("g", 2, n).rows(1, 2).reshaped(n));
    }
    rnn = place.withActivation(rnn, "activation", layer.getActivationFn());
    return place.emit(Place.masked(rnn, in), in);
  }

  private static Flow gravesBidirectional(Place place) {
    GravesBidirectionalLSTM layer = (GravesBidirectionalLSTM) place.layer();
    IActivation gate = layer.getGateActivationFn();
    Flow forward = lstm(place, layer, gate, new String[] {"WF", "RWF", "bF"}, true, false);
    Flow back = lstm(place, layer, gate, new String[] {"WB", "RWB", "bB"}, true, true);
    // DL4J masks its halves in a way of their own
    return place.withoutLengths(joined(place, Op.ADD, forward, back));
  }

  private static Flow bidirectional(Place place) {
    Bidirectional layer = (Bidirectional) place.layer();
    boolean last = layer.getFwd() instanceof LastTimeStep;
    Flow forward = half(place.half(inner(layer.getFwd()), "f"), false, last);
    Flow back = half(place.half(inner(layer.getBwd()), "b"), true, last);
    return switch (layer.getMode()) {
      case ADD -> joined(place, Op.ADD, forward, back);
      case MUL -> joined(place, Op.MUL, forward, back);
      case AVERAGE -> joined(place, Op.MEAN, forward, back);
      case CONCAT -> {
        Operation concat = place.operation(Op.CONCAT, forward.name(), back.name()).with("axis", 0);
        place.sheet().add(concat);
        int[] shape = forward.shape().clone();
        shape[0] += back.channels();
        yield forward.named(concat.output(), shape);
      }
    };
  }

  private static org.deeplearning4j.nn.conf.layers.Layer inner(
      org.deeplearning4j.nn.conf.layers.Layer layer) {
    return layer instanceof LastTimeStep last ? last.getUnderlying() : layer;
  }

  /** The last step of what runs backwards is the first one. */
  private static Flow half(Place place, boolean reverse, boolean last) {
    Flow out = directed(place, reverse);
    if (!last) {
      return out;
    }
    if (reverse) {
      Operation turned = Place.masked(place.operation(Op.REVERSE, out.name()), out);
      out = place.emit(turned, out);
    }
    return WrapperRules.lastStep(place, out);
  }

  private static Flow joined(Place place, Op op, Flow a, Flow b) {
    Operation join = place.operation(op, a.name(), b.name());
    place.sheet().add(join);
    return a.named(join.output(), a.shape());
  }
}
