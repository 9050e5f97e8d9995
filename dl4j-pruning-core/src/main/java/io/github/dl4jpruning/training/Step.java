package io.github.dl4jpruning.training;

import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.PrunableModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One training step, between backward pass and update.
 *
 * @param model what is trained
 * @param views its parameters, gradient and updater state
 * @param batch examples in the minibatch, over which the gradient is summed
 * @param number of steps before this one
 * @param progress how much of the cadence has passed, 0 to 1
 */
record Step(PrunableModel model, FlatViews views, int batch, long number, double progress) {
  INDArray gradient() {
    return views.gradient();
  }
}
