package io.github.dl4jpruning.lowering;

import java.util.HashMap;
import java.util.Map;

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
    if (rule == null) {
      throw place.refused("there is no rule for its kind");
    }
    return rule.apply(place);
  }

  private static Map<Class<?>, Rule> rules() {
    Map<Class<?>, Rule> rules = new HashMap<>();
    DenseRules.addTo(rules);
    ConvolutionRules.addTo(rules);
    PoolingRules.addTo(rules);
    ArrangementRules.addTo(rules);
    RecurrentRules.addTo(rules);
    AttentionRules.addTo(rules);
    WrapperRules.addTo(rules);
    return Map.copyOf(rules);
  }
}
