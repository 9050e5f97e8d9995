package io.github.dl4jpruning.criterion;

/** Measures a network's loss on given data. */
public interface LossProbe {
  /**
   * The loss as the network is now, without regularisation terms.
   *
   * @return the mean over examples
   */
  double loss();

  /**
   * The loss with some weights of one parameter set to zero; they are put back afterwards.
   *
   * @param positions in the parameter's memory
   * @return the mean over examples
   */
  double lossWithout(int[] positions);
}
