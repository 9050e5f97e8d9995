package io.github.dl4jpruning.model;

import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tries a network's constraints, whoever wrote them, on a copy of it: parameters that are all
 * zeros, as one is whose outputs are all pruned, and parameters of which half are.
 */
final class ConstraintTrial {
  private ConstraintTrial() {}

  /** Refuses constraints that write where zeros are. */
  static void require(PrunableModel model, List<ModelParam> masked) {
    PrunableModel copy = Passes.ofCopy(model).model();
    for (ModelParam param : masked) {
      copy.flatParam(param).assign(0);
    }
    copy.applyConstraints(copy.epochs());
    for (ModelParam param : masked) {
      float first = firstNonZero(copy.flatParam(param).toFloatVector());
      if (first != 0) {
        throw new IllegalArgumentException(
            "%s on %s can't keep pruned weights at zero: it turns an empty row into %s. Use"
                    .formatted(
                        names(model, param), param, Float.isNaN(first) ? "NaN" : "other values")
                + " MaxNormConstraint, or leave the parameter out of the recipe");
      }
    }
    SplittableRandom random = new SplittableRandom(0);
    for (ModelParam param : masked) {
      float[] values = new float[param.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 2 == 0 ? 0 : (float) random.nextDouble(0.5, 2);
      }
      copy.flatParam(param).assign(Nd4j.createFromArray(values));
    }
    copy.applyConstraints(copy.epochs());
    for (ModelParam param : masked) {
      INDArray values = copy.flatParam(param);
      for (int i = 0; i < param.length(); i += 2) {
        if (values.getFloat(i) != 0) {
          throw new IllegalArgumentException(
              "%s on %s can't keep pruned weights at zero: in a matrix of which half are zeros it"
                      .formatted(names(model, param), param)
                  + " turns one into %s. Let it pass over zeros, or leave the parameter out of the"
                      .formatted(values.getFloat(i))
                  + " recipe");
        }
      }
    }
  }

  private static float firstNonZero(float[] values) {
    for (float value : values) {
      if (value != 0f) {
        return value;
      }
    }
    return 0;
  }

  private static String names(PrunableModel model, ModelParam param) {
    Layer layer = model.kind().layer(param.layerIndex()).orElseThrow();
    List<LayerConstraint> constraints = layer.conf().getLayer().getConstraints();
    return constraints == null
        ? "A constraint"
        : String.join(
            " or ",
            constraints.stream().map(c -> c.getClass().getSimpleName()).distinct().toList());
  }
}
