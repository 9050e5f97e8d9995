package io.github.dl4jpruning.examples.console;

import java.util.OptionalDouble;

/**
 * Where training stands.
 *
 * @param iteration training steps done, at least 1
 * @param epoch the epoch that the step belongs to, from 1
 * @param loss of the step's images
 * @param accuracy latest one on the validation images, 0 to 1; empty before the first look
 * @param sparsity of the weights that are pruned, 0 to 1
 */
public record Progress(
    long iteration, int epoch, double loss, OptionalDouble accuracy, double sparsity) {
  /**
   * Progress at a look at the validation images.
   *
   * @param iteration training steps done, at least 1
   * @param epoch the epoch that the step belongs to, from 1
   * @param loss of the step's images
   * @param accuracy on the validation images, 0 to 1
   * @param sparsity of the weights that are pruned, 0 to 1
   */
  public record Look(long iteration, int epoch, double loss, double accuracy, double sparsity) {}
}
