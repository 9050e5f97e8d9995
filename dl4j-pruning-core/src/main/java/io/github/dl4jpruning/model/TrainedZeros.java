package io.github.dl4jpruning.model;

/**
 * What stays zero at pruned positions by itself, once it is zero and its gradient is.
 *
 * @param inState updater state. Not so with AdaMax, which adds 1e-32 to an entry of its state at
 *     each step; its update of a pruned weight is zero all the same
 * @param inWeights weights, whatever the kept ones hold. Not so with constraints: a kept weight
 *     that is NaN makes the norm of its unit NaN, and MaxNorm scales the pruned weights beside it
 *     by that
 */
public record TrainedZeros(boolean inState, boolean inWeights) {
  /** The same, where masks may arrive later whose updaters have not been tried. */
  public TrainedZeros untried() {
    return new TrainedZeros(false, inWeights);
  }
}
