package io.github.dl4jpruning.model;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Looks at a network's weights, one by one. */
public final class WeightInspection {
  private WeightInspection() {}

  /**
   * Masks of a network's prunable parameters, read off its exact zeros.
   *
   * @param model the network
   * @return a mask for every prunable parameter that holds at least one zero
   */
  public static MaskStore masksFromZeros(PrunableModel model) {
    Map<String, Mask> masks = new TreeMap<>();
    for (ModelParam param : model.params()) {
      if (param.isPrunable()) {
        // Not the values themselves: the smallest doubles are zeros as floats.
        INDArray nonZero = model.flatParam(param).neq(0).castTo(DataType.FLOAT);
        Mask mask = Mask.ofNonZero(param.shape(), nonZero.toFloatVector());
        if (mask.pruned() > 0) {
          masks.put(param.key(), mask);
        }
      }
    }
    return MaskStore.of(masks);
  }

  /**
   * Where a pruned weight is not zero.
   *
   * @param model the network
   * @param masks of its parameters
   * @return the first such place, such as {@code 0_W at 12 holds 0.5}; empty if all are zero
   */
  public static Optional<String> firstNonZero(PrunableModel model, MaskStore masks) {
    for (ModelParam param : model.params()) {
      Mask mask = masks.get(param.key()).orElse(null);
      if (mask != null && mask.pruned() > 0) {
        float[] values = model.flatParam(param).toFloatVector();
        for (int i = 0; i < values.length; i++) {
          if (!mask.isKept(i) && values[i] != 0) {
            return Optional.of("%s at %s holds %s".formatted(param, i, values[i]));
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Checks that all parameters are numbers.
   *
   * @param model the network
   * @throws IllegalStateException if one is NaN or infinite; names the layer
   */
  public static void requireNumbers(PrunableModel model) {
    if (Double.isFinite(model.flatParams().sumNumber().doubleValue())) {
      return;
    }
    for (ModelParam param : model.params()) {
      for (float value : model.flatParam(param).castTo(DataType.FLOAT).toFloatVector()) {
        if (!Float.isFinite(value)) {
          throw new IllegalStateException(
              "The weights of layer %s are no longer numbers: %s holds %s after %s steps. Training"
                      .formatted(param.layer(), param, value, model.iteration())
                  + " has diverged: lower the learning rate, or clip gradients, and begin anew");
        }
      }
    }
  }
}
