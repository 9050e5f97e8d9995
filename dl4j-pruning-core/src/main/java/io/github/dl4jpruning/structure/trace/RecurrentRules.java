package io.github.dl4jpruning.structure.trace;

import java.util.Map;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/**
 * Recurrent layers. A unit is its column in every gate of input weights, recurrent weights and
 * biases, its peepholes, and its row of the recurrent weights.
 */
@SuppressWarnings("deprecation") // users still have networks with Graves LSTMs
final class RecurrentRules {
  private static final int LSTM_GATES = 4;
  private static final int PEEPHOLES = 3;

  private RecurrentRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(LSTM.class, RecurrentRules::oneDirection);
    rules.put(GravesLSTM.class, RecurrentRules::oneDirection);
    rules.put(SimpleRnn.class, RecurrentRules::oneDirection);
    rules.put(GravesBidirectionalLSTM.class, RecurrentRules::gravesBidirectional);
    rules.put(Bidirectional.class, RecurrentRules::bidirectional);
  }

  private static Channels oneDirection(LayerSite site) {
    BaseRecurrentLayer layer = (BaseRecurrentLayer) site.layer();
    int[] in = site.reads(layer.getNIn());
    int[] out = site.makes(layer.getNOut());
    cells(site, in, out);
    return Channels.of(out, 3, layer.getRnnDataFormat() == RNNFormat.NWC);
  }

  private static void cells(LayerSite site, int[] in, int[] out) {
    weights(site, in, out, "W", "RW", "b");
    sizes(site, in, out);
  }

  private static Channels gravesBidirectional(LayerSite site) {
    BaseRecurrentLayer layer = (BaseRecurrentLayer) site.layer();
    int[] in = site.reads(layer.getNIn());
    int[] out = site.makes(layer.getNOut());
    weights(site, in, out, "WF", "RWF", "bF");
    weights(site, in, out, "WB", "RWB", "bB");
    sizes(site, in, out);
    return Channels.of(out, 3, layer.getRnnDataFormat() == RNNFormat.NWC);
  }

  /** Both directions of a unit go together, whatever is done with their outputs. */
  private static Channels bidirectional(LayerSite site) {
    LayerSite forward = innermost(site.inside(layer -> ((Bidirectional) layer).getFwd(), "f"));
    LayerSite backward = innermost(site.inside(layer -> ((Bidirectional) layer).getBwd(), "b"));
    if (!isOneDirection(forward.layer()) || !isOneDirection(backward.layer())) {
      return site.noRule();
    }
    BaseRecurrentLayer layer = (BaseRecurrentLayer) forward.layer();
    int[] in = site.reads(layer.getNIn());
    int[] out = site.makes(layer.getNOut());
    cells(forward, in, out);
    cells(backward, in, out);
    Bidirectional both = (Bidirectional) site.layer();
    int rank = both.getFwd() instanceof LastTimeStep ? 2 : 3;
    boolean last = rank == 3 && layer.getRnnDataFormat() == RNNFormat.NWC;
    boolean twice = both.getMode() == Bidirectional.Mode.CONCAT;
    return Channels.of(twice ? PassingRules.tile(out, 2) : out, rank, last);
  }

  private static LayerSite innermost(LayerSite site) {
    return site.layer() instanceof LastTimeStep
        ? innermost(site.inside(layer -> ((LastTimeStep) layer).getUnderlying(), ""))
        : site;
  }

  private static boolean isOneDirection(Layer layer) {
    return layer.getClass() == LSTM.class
        || layer.getClass() == GravesLSTM.class
        || layer.getClass() == SimpleRnn.class;
  }

  private static void weights(
      LayerSite site, int[] in, int[] out, String input, String recurrent, String bias) {
    int n = out.length;
    int gates = site.layer() instanceof SimpleRnn ? 1 : LSTM_GATES;
    site.axis(input, Role.READS, (long) gates * n, 1, in);
    site.axis(input, Role.PRODUCES, gates, in.length, out);
    site.axis(recurrent, Role.PRODUCES, gates, n, out);
    site.axis(recurrent, Role.READS, (long) gates * n, 1, out);
    site.axis(bias, Role.ALONGSIDE, gates, 1, out);
    long square = (long) gates * n * n;
    if (site.length(recurrent) > square) {
      site.axisFrom(recurrent, Role.ALONGSIDE, square, PEEPHOLES, 1, out);
    }
    if (site.has("g")) {
      site.fix(out, "layer normalisation of %s mixes units".formatted(site.label()));
    }
  }

  private static void sizes(LayerSite site, int[] in, int[] out) {
    site.resize(in, (layer, n) -> ((FeedForwardLayer) layer).setNIn(n));
    site.resize(out, (layer, n) -> ((FeedForwardLayer) layer).setNOut(n));
    site.activation(((FeedForwardLayer) site.layer()).getActivationFn(), out);
    if (site.layer() instanceof AbstractLSTM lstm) {
      site.activation(lstm.getGateActivationFn(), out);
    } else if (site.layer() instanceof GravesBidirectionalLSTM lstm) {
      site.activation(lstm.getGateActivationFn(), out);
    }
  }
}
