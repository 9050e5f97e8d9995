package io.github.dl4jpruning.structure.trace;

import java.util.HashMap;
import java.util.Map;

/**
 * The rules by exact class: a subclass, of which nothing is known, has none, and is left alone with
 * all that it touches.
 */
final class LayerRules {
  /** Says what a layer reads with which weights, and what it gives. */
  interface Rule {
    Channels apply(LayerSite site);
  }

  private static final Map<Class<?>, Rule> RULES = rules();

  private LayerRules() {}

  static Channels apply(LayerSite site) {
    Rule rule = RULES.get(site.layer().getClass());
    return rule == null ? site.noRule() : rule.apply(site);
  }

  private static Map<Class<?>, Rule> rules() {
    Map<Class<?>, Rule> rules = new HashMap<>();
    DenseRules.addTo(rules);
    ConvolutionRules.addTo(rules);
    RecurrentRules.addTo(rules);
    UnitRules.addTo(rules);
    PassingRules.addTo(rules);
    AttentionRules.addTo(rules);
    WrapperRules.addTo(rules);
    return Map.copyOf(rules);
  }
}
