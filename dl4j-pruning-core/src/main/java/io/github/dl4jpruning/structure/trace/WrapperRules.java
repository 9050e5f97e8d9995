package io.github.dl4jpruning.structure.trace;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Layers around a layer. */
final class WrapperRules {
  private WrapperRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(LastTimeStep.class, site -> inner(site).inRank(2));
    rules.put(TimeDistributed.class, WrapperRules::timeDistributed);
    rules.put(MaskZeroLayer.class, WrapperRules::maskZero);
    rules.put(FrozenLayer.class, WrapperRules::frozen);
    rules.put(FrozenLayerWithBackprop.class, WrapperRules::frozen);
  }

  private static Layer wrapped(Layer layer) {
    return ((BaseWrapperLayer) layer).getUnderlying();
  }

  private static Channels inner(LayerSite site) {
    return LayerRules.apply(site.inside(WrapperRules::wrapped, ""));
  }

  private static Channels timeDistributed(LayerSite site) {
    return inner(site).in(3, site.in().last());
  }

  private static Channels maskZero(LayerSite site) {
    site.fix(
        site.in().ids(),
        "MaskZeroLayer (%s) looks at all channels together".formatted(site.label()));
    return inner(site);
  }

  private static Channels frozen(LayerSite site) {
    Channels out =
        LayerRules.apply(
            site.inside(
                layer -> layer instanceof FrozenLayer frozen ? frozen.getLayer() : wrapped(layer),
                ""));
    return site.hasParams() ? site.frozen(out) : out;
  }
}
