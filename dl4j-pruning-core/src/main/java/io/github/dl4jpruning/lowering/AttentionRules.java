package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;

/**
 * Attention; its projections lie as {@code [heads, size, in]}, that behind it {@code [heads · size,
 * out]}.
 */
final class AttentionRules {
  private AttentionRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(SelfAttentionLayer.class, AttentionRules::self);
    rules.put(RecurrentAttentionLayer.class, AttentionRules::recurrent);
  }

  private static Flow self(Place place) {
    SelfAttentionLayer layer = (SelfAttentionLayer) place.layer();
    Flow in = place.in(3);
    return attend(place, in, in, in, layer.getNHeads(), layer.isProjectInput(), layer.getNOut());
  }

  /** Of queries, keys and values that are projected, or not. */
  static Flow attend(
      Place place, Flow queries, Flow keys, Flow values, int heads, boolean project, long out) {
    Flow q = project ? projected(place, "Wq", queries) : queries;
    Flow k = project ? projected(place, "Wk", keys) : keys;
    Flow v = project ? projected(place, "Wv", values) : values;
    Operation attention =
        place
            .operation(Op.ATTENTION, q.name(), k.name(), v.name())
            .with("heads", project ? heads : 1)
            .with("scaled", 1);
    attention = Place.masked(attention, keys);
    place.sheet().add(attention);
    Flow attended = q.named(attention.output(), v.channels(), q.shape()[1]);
    if (!project) {
      return attended;
    }
    Operation gemm =
        place
            .operation(Op.GEMM, attended.name())
            .with("W", place.weight("Wo", v.channels(), out).transposed(1, 0));
    return place.emit(gemm, attended);
  }

  private static Flow projected(Place place, String name, Flow in) {
    long rows = place.length(name) / in.channels();
    Operation gemm =
        place.operation(Op.GEMM, in.name()).with("W", place.weight(name, rows, in.channels()));
    return place.emit(gemm, in);
  }

  /** Step by step: the query is the output of the step before. */
  private static Flow recurrent(Place place) {
    RecurrentAttentionLayer layer = (RecurrentAttentionLayer) place.layer();
    Flow in = place.in(3);
    int n = (int) layer.getNOut();
    Operation gemm =
        place
            .operation(Op.GEMM, in.name())
            .with("W", place.weight("W", layer.getNIn(), n).transposed(1, 0));
    Flow all = place.emit(place.biased(gemm, "b", n), in);
    Flow keys = layer.isProjectInput() ? projected(place, "Wk", in) : in;
    Flow values = layer.isProjectInput() ? projected(place, "Wv", in) : in;
    List<String> steps = new ArrayList<>();
    Flow before = null;
    for (int t = 0; t < in.shape()[1]; t++) {
      Operation slice =
          place.operation(Op.SLICE, all.name()).with("starts", 0, t).with("ends", n, t + 1);
      Flow now = place.emit(slice, all);
      if (before != null) {
        now = sum(place, now, attended(place, layer, before, keys, values));
      }
      now = place.activate(layer.getActivation().getActivationFunction(), now);
      steps.add(now.name());
      before = now;
    }
    Operation concat = place.operation(Op.CONCAT, steps.toArray(String[]::new)).with("axis", 1);
    place.sheet().add(concat);
    Flow out = in.named(concat.output(), n, in.shape()[1]);
    in.mask().ifPresent(place.sheet()::losesTrack);
    return out.masked(Optional.empty());
  }

  private static Flow attended(
      Place place, RecurrentAttentionLayer layer, Flow before, Flow keys, Flow values) {
    Flow query = layer.isProjectInput() ? projected(place, "Wq", before) : before;
    Operation attention =
        place
            .operation(Op.ATTENTION, query.name(), keys.name(), values.name())
            .with("heads", layer.isProjectInput() ? layer.getNHeads() : 1)
            .with("scaled", 1);
    place.sheet().add(attention);
    Flow attended = before.named(attention.output(), values.channels(), 1);
    if (layer.isProjectInput()) {
      Operation gemm =
          place
              .operation(Op.GEMM, attended.name())
              .with("W", place.weight("Wo", values.channels(), layer.getNOut()).transposed(1, 0));
      attended = place.emit(gemm, attended);
    }
    Operation back =
        place
            .operation(Op.GEMM, attended.name())
            .with("W", place.weight("RW", layer.getNOut(), layer.getNOut()).transposed(1, 0));
    return place.emit(back, attended);
  }

  private static Flow sum(Place place, Flow a, Flow b) {
    Operation sum = place.operation(Op.ADD, a.name(), b.name());
    place.sheet().add(sum);
    return a.named(sum.output(), a.shape());
  }
}
