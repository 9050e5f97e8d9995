package io.github.dl4jpruning.model;

import io.github.dl4jpruning.model.network.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Whether training keeps a pruned weight at zero. Nothing is assumed about updaters and
 * constraints, a user's own included: updaters are tried on zeros, constraints on a copy of the
 * network, and what does not give zeros back is refused.
 */
final class TrainingRules {
  private TrainingRules() {}

  /** What stays zero without help. */
  static TrainedZeros check(PrunableModel model, List<ModelParam> masked) {
    boolean stateStaysZero = true;
    boolean constrained = false;
    for (Layer layer : model.layers()) {
      OptimizationAlgorithm algorithm = layer.conf().getOptimizationAlgo();
      if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
        throw new IllegalArgumentException(
            "%s can't train a pruned network: its line search writes back weights from before they"
                    .formatted(algorithm)
                + " were pruned. Use STOCHASTIC_GRADIENT_DESCENT (with any updater, such as Adam)");
      }
    }
    for (ModelParam param : masked) {
      Trainable owner = Network.of(model.network()).trainable(param.layerIndex());
      if (owner.getConfig() != null) {
        IUpdater updater = owner.getConfig().getUpdaterByParam(param.name());
        stateStaysZero &= checkUpdater(updater, param, model.dataType());
        // Which of a layer's two updaters DL4J takes is not always the one it names.
        if (owner.getConfig() instanceof BaseLayer both && both.getBiasUpdater() != null) {
          stateStaysZero &= checkUpdater(both.getBiasUpdater(), param, model.dataType());
        }
      }
      constrained |= owner instanceof Layer layer && isConstrained(layer);
    }
    if (constrained) {
      ConstraintTrial.require(model, masked);
    }
    return new TrainedZeros(
        stateStaysZero, Arrays.stream(model.layers()).noneMatch(TrainingRules::isConstrained));
  }

  private static boolean isConstrained(Layer layer) {
    List<LayerConstraint> constraints = layer.conf().getLayer().getConstraints();
    return constraints != null && !constraints.isEmpty();
  }

  private static boolean checkUpdater(IUpdater updater, ModelParam param, DataType type) {
    INDArray gradient;
    INDArray state;
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      gradient = Nd4j.zeros(type, 2);
      long size = updater.stateSize(2);
      state = size == 0 ? null : Nd4j.zeros(type, size);
      GradientUpdater<?> trial = updater.clone().instantiate(state, true);
      if (state != null) {
        state.assign(0);
      }
      for (int iteration = 0; iteration < 2; iteration++) {
        trial.applyUpdater(gradient, iteration, 0);
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "The updater %s of %s can't be used: DL4J fails to run it (%s). Choose another, such as"
                  .formatted(updater, param, e)
              + " Adam",
          e);
    }
    if (!allZero(gradient)) {
      throw new IllegalArgumentException(
          "The updater %s of %s would move pruned weights: a zero gradient gives %s in %s."
                  .formatted(
                      updater,
                      param,
                      Arrays.toString(gradient.toFloatVector()),
                      type.name().toLowerCase(Locale.ROOT))
              + (type == DataType.FLOAT16
                  ? " Its epsilon is too small for half precision: set it to 1e-4, or train in float"
                  : " Choose another updater, such as Adam"));
    }
    return state == null || allZero(state);
  }

  private static boolean allZero(INDArray array) {
    for (float value : FlatViews.flat(array).toFloatVector()) {
      if (value != 0f) {
        return false;
      }
    }
    return true;
  }
}
