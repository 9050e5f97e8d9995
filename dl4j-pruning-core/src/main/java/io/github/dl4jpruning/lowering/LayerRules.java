package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The rules by exact class: a subclass, of which nothing is known, has none. */
final class LayerRules {
  /** Writes what a layer computes, and gives its output. */
  interface Rule {
    Flow apply(Place place);
  }

  private static final Map<Class<?>, Rule> RULES = rules();

  private LayerRules() {}

  static Flow apply(Place place) {
    Rule rule = RULES.get(place.layer().getClass());
    return rule == null ? custom(place) : rule.apply(place);
  }

  private static Flow custom(Place place) {
    for (CustomLayer custom : ServiceLoader.load(CustomLayer.class)) {
      if (custom.layer() == place.layer().getClass()) {
        Flow in = place.in();
        String output = place.sheet().fresh(place.node());
        Operation operation =
            custom.lower(place.layer(), place.node(), output, in.name(), in.shape().clone());
        if (!operation.output().equals(output) || !operation.inputs().equals(List.of(in.name()))) {
          throw place.refused(
              "its CustomLayer must give an operation that reads %s and makes %s, not %s"
                  .formatted(in.name(), output, operation));
        }
        return place.emit(operation, in);
      }
    }
    throw place.refused("there is no rule for its kind");
  }

  private static Map<Class<?>, Rule> rules() {
    Map<Class<?>, Rule> rules = new HashMap<>();
    DenseRules.addTo(rules);
    ConvolutionRules.addTo(rules);
    PoolingRules.addTo(rules);
    ArrangementRules.addTo(rules);
    RecurrentRules.addTo(rules);
    AttentionRules.addTo(rules);
    DetectionRules.addTo(rules);
    WrapperRules.addTo(rules);
    return Map.copyOf(rules);
  }
}
