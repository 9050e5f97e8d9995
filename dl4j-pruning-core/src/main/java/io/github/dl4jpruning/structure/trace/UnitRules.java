package io.github.dl4jpruning.structure.trace;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/** Layers with values for each unit, that leave units apart. */
final class UnitRules {
  private UnitRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(BatchNormalization.class, UnitRules::batchNorm);
    rules.put(PReLULayer.class, UnitRules::prelu);
    rules.put(ElementWiseMultiplicationLayer.class, UnitRules::elementWise);
  }

  private static Channels batchNorm(LayerSite site) {
    BatchNormalization layer = (BatchNormalization) site.layer();
    int[] ids = site.reads(layer.getNOut());
    site.perUnit("gamma", ids);
    site.perUnit("beta", ids);
    site.perUnit("mean", ids);
    site.axis("var", Role.STATISTIC, 1, 1, ids);
    site.axis("log10stdev", Role.STATISTIC, 1, 1, ids);
    bothSizes(site, ids);
    return site.in().with(ids);
  }

  private static Channels elementWise(LayerSite site) {
    FeedForwardLayer layer = (FeedForwardLayer) site.layer();
    int[] ids = site.reads(layer.getNIn());
    site.perUnit("W", ids);
    site.perUnit("b", ids);
    bothSizes(site, ids);
    site.activation(layer.getActivationFn(), ids);
    return site.in().with(ids);
  }

  private static void bothSizes(LayerSite site, int[] ids) {
    site.resize(
        ids,
        (layer, n) -> {
          ((FeedForwardLayer) layer).setNIn(n);
          ((FeedForwardLayer) layer).setNOut(n);
        });
  }

  /** A slope for each place of the input's shape, in Fortran order; 1 along shared axes. */
  private static Channels prelu(LayerSite site) {
    PReLULayer layer = (PReLULayer) site.layer();
    Channels in = site.in();
    int[] ids = in.ids();
    long[] shape = layer.getInputShape();
    if (!in.isKnown() || in.rank() != shape.length + 1) {
      return site.noRule();
    }
    int axis = in.last() ? shape.length - 1 : 0;
    if (sharedAxes(layer).contains((long) axis + 1)) {
      return in;
    }
    if (shape[axis] != ids.length) {
      return site.noRule();
    }
    long faster = 1;
    for (int i = 0; i < axis; i++) {
      faster *= shape[i];
    }
    site.axis("W", Role.ALONGSIDE, site.length("W") / (faster * ids.length), faster, ids);
    site.resize(
        ids,
        (conf, n) -> {
          long[] smaller = ((PReLULayer) conf).getInputShape().clone();
          smaller[axis] = n;
          ((PReLULayer) conf).setInputShape(smaller);
        });
    return in;
  }

  private static Set<Long> sharedAxes(PReLULayer layer) {
    Set<Long> axes = new TreeSet<>();
    if (layer.getSharedAxes() != null) {
      for (long axis : layer.getSharedAxes()) {
        axes.add(axis);
      }
    }
    return axes;
  }
}
