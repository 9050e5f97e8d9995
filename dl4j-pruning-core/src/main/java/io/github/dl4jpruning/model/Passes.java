package io.github.dl4jpruning.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
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
              NetworkCopy.network(DeepCopy.of(original), params.reshape(1, params.length()))));
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
    if (model.network() instanceof MultiLayerNetwork mln) {
      return mln.score(first(batch), false) - mln.calcRegularizationScore(true);
    }
    ComputationGraph graph = (ComputationGraph) model.network();
    return graph.score(batch, false) - graph.calcRegularizationScore(true);
  }

  /**
   * A forward and a backward pass in training mode, dropout included.
   *
   * @param batch the examples
   * @return the gradient of the summed loss, without regularisation terms; rank 1, a live view
   */
  public INDArray backward(MultiDataSet batch) {
    if (model.network() instanceof MultiLayerNetwork mln) {
      if (mln.getGradientsViewArray() == null) {
        mln.initGradientsView();
      }
      DataSet one = first(batch);
      mln.rnnClearPreviousState();
      mln.setInputMiniBatchSize((int) one.getFeatures().size(0));
      mln.setInput(one.getFeatures());
      mln.setLabels(one.getLabels());
      mln.setLayerMaskArrays(one.getFeaturesMaskArray(), one.getLabelsMaskArray());
      mln.computeGradientAndScore();
      mln.clearLayerMaskArrays();
    } else {
      ComputationGraph graph = (ComputationGraph) model.network();
      if (graph.getGradientsViewArray() == null) {
        graph.initGradientsView();
      }
      graph.rnnClearPreviousState();
      graph.setInputs(batch.getFeatures());
      graph.setLabels(batch.getLabels());
      graph.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
      graph.computeGradientAndScore();
      graph.clearLayerMaskArrays();
    }
    return FlatViews.flat(model.network().getGradientsViewArray());
  }

  private static DataSet first(MultiDataSet batch) {
    return new DataSet(
        batch.getFeatures(0),
        batch.getLabels(0),
        batch.getFeaturesMaskArray(0),
        batch.getLabelsMaskArray(0));
  }
}
