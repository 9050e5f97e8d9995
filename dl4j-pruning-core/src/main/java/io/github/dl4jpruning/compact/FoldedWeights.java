package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;

/** Weights and biases that have taken in a normalisation; by the keys of the network. */
final class FoldedWeights {
  private final PrunableModel model;
  private final Map<String, double[]> changed = new HashMap<>();

  FoldedWeights(PrunableModel model) {
    this.model = model;
  }

  /** New values of a parameter in memory order; empty if it has its own. */
  Optional<double[]> changed(String key) {
    return Optional.ofNullable(changed.get(key));
  }

  /**
   * Takes a normalisation into the layer before it.
   *
   * @param norm the normalisation's node, as the network calls it
   * @param into the layer's node
   * @param layer the layer's configuration
   */
  void fold(String norm, String into, Layer layer) {
    BatchNormalization normalisation = FoldingRules.normalisation(model, norm);
    double[] mean = values(norm + "_mean");
    double[] gain = gain(norm, normalisation, mean.length);
    double[] shift =
        has(norm + "_beta") ? values(norm + "_beta") : filled(mean.length, normalisation.getBeta());
    String key = into + "_" + FoldingRules.weight(layer);
    WeightLayout layout = model.param(key).layout().orElseThrow();
    IntUnaryOperator output = layout.placeOn(Set.of(Role.OUTPUT));
    double[] weights = values(key);
    for (int i = 0; i < weights.length; i++) {
      // a zero stays +0.0, whatever the gain's sign
      weights[i] = weights[i] * gain[output.applyAsInt(i)] + 0.0;
    }
    String biasKey = into + "_b";
    double[] bias = has(biasKey) ? values(biasKey) : new double[mean.length];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (bias[i] - mean[i]) * gain[i] + shift[i] + 0.0;
    }
    changed.put(key, weights);
    changed.put(biasKey, bias);
  }

  /** γ / σ. */
  private double[] gain(String norm, BatchNormalization normalisation, int size) {
    double[] gain =
        has(norm + "_gamma") ? values(norm + "_gamma") : filled(size, normalisation.getGamma());
    boolean log = has(norm + "_log10stdev");
    double[] spread = values(norm + (log ? "_log10stdev" : "_var"));
    for (int i = 0; i < size; i++) {
      double variance = log ? Math.pow(10, 2 * spread[i]) : spread[i];
      gain[i] /= Math.sqrt(variance + normalisation.getEps());
    }
    return gain;
  }

  private static double[] filled(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return values;
  }

  private boolean has(String key) {
    return changed.containsKey(key)
        || model.params().stream().anyMatch(param -> param.key().equals(key));
  }

  private double[] values(String key) {
    double[] known = changed.get(key);
    if (known != null) {
      return known.clone();
    }
    ModelParam param = model.param(key);
    return model.flatParam(param).castTo(DataType.DOUBLE).toDoubleVector();
  }
}
