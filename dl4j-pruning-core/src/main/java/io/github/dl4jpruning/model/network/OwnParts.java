package io.github.dl4jpruning.model.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Gives a cloned layer its own copies of what DL4J's {@code clone()} leaves shared. */
final class OwnParts {
  private OwnParts() {}

  static void give(Layer layer) {
    if (layer.getConstraints() != null) {
      List<LayerConstraint> own = new ArrayList<>();
      layer.getConstraints().forEach(constraint -> own.add(constraint.clone()));
      layer.setConstraints(own);
    }
    if (layer.getIDropout() != null) {
      layer.setIDropout(layer.getIDropout().clone());
    }
    if (layer instanceof BaseLayer base) {
      base.setIUpdater(updater(base.getIUpdater()));
      base.setBiasUpdater(updater(base.getBiasUpdater()));
      base.setRegularization(regularization(base.getRegularization()));
      base.setRegularizationBias(regularization(base.getRegularizationBias()));
      if (base.getWeightNoise() != null) {
        base.setWeightNoise(base.getWeightNoise().clone());
      }
    } else if (layer instanceof AbstractSameDiffLayer own) {
      own.setUpdater(updater(own.getUpdater()));
      own.setBiasUpdater(updater(own.getBiasUpdater()));
      own.setRegularization(regularization(own.getRegularization()));
      own.setRegularizationBias(regularization(own.getRegularizationBias()));
    }
  }

  private static @Nullable IUpdater updater(@Nullable IUpdater shared) {
    return shared == null ? null : shared.clone();
  }

  static @Nullable List<Regularization> regularization(@Nullable List<Regularization> shared) {
    if (shared == null) {
      return null;
    }
    List<Regularization> own = new ArrayList<>();
    shared.forEach(each -> own.add(each.clone()));
    return own;
  }
}
