package io.github.dl4jpruning.model;

import io.github.dl4jpruning.model.network.Network;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward passes without training, over a copy of a network: the network itself, its
 * listeners and its counters see nothing of them. Not thread-safe.
 */
public final class Passes {
  private final PrunableModel model;

  private Passes(PrunableModel model) {
    this.model = model;
  }

  /**
   * Copies a network: the same configuration and weights, no listeners.
   *
   * @param original the network
   * @return passes over the copy; as much memory as its parameters, and gradients once they are
   *     asked for
   */
  public static Passes ofCopy(PrunableModel original) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray params = original.flatParams().dup();
      return new Passes(
          PrunableModel.of(
              Network.of(original.network())
                  .configuration()
                  .copy()
                  .build(params.reshape(1, params.length()))));
    }
  }

  /**
   * The copy.
   *
   * @return its parameters may be changed
   */
  public PrunableModel model() {
    return model;
  }

  /**
   * The loss of a minibatch, in inference mode, without regularisation terms.
   *
   * @param batch the examples
   * @return the mean over examples
   */
  public double loss(MultiDataSet batch) {
    return Network.of(model.network()).loss(batch);
  }

  /**
   * A forward and a backward pass in training mode, dropout included.
   *
   * @param batch the examples
   * @return the gradient of the summed loss, without regularisation terms; rank 1, a live view
   */
  public INDArray backward(MultiDataSet batch) {
    Network.of(model.network()).computeGradient(batch);
    return FlatViews.flat(model.network().getGradientsViewArray());
  }
}
