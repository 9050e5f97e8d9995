package io.github.dl4jpruning.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * What one training step reads and writes, as flat views: a network's, or, in layer-wise
 * pretraining, those of the one layer that is trained.
 *
 * @param params rank 1
 * @param gradient rank 1, of the same length
 * @param updater holds the optimiser's state
 * @param offset where the first element lies in the network's flat parameters
 */
public record FlatViews(
    INDArray params, INDArray gradient, BaseMultiLayerUpdater<?> updater, long offset) {
  /**
   * Sets pruned positions of weights and of every entry of the updater's state to +0.0.
   *
   * @param mask the masks
   */
  public void clearWeightsAndState(FlatMask mask) {
    mask.clear(params, offset);
    clearState(mask);
  }

  /**
   * Sets pruned positions of every entry of the updater's state to +0.0.
   *
   * @param mask the masks
   */
  public void clearState(FlatMask mask) {
    for (State state : states()) {
      mask.clear(state.values(), offset + state.offset());
    }
  }

  /**
   * Sets pruned positions of the gradient to +0.0, and removed channels' updates of statistics.
   *
   * @param mask the masks
   */
  public void clearGradient(FlatMask mask) {
    mask.clearGradient(gradient, offset);
  }

  /**
   * The updater's state arrays.
   *
   * @return live views; none for an updater without state
   */
  public List<State> states() {
    return statesOf(updater);
  }

  static List<State> statesOf(BaseMultiLayerUpdater<?> updater) {
    List<State> states = new ArrayList<>();
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      // Offsets of whole blocks: those of single parameters are wrong for depthwise and separable
      // convolutions in DL4J 1.0.0-M2.1.
      if (block.getUpdaterView() != null) {
        GradientUpdater<?> rule = block.getGradientUpdater();
        for (INDArray values : rule.getState().values()) {
          states.add(new State(flat(values), block.getParamOffsetStart()));
        }
      }
    }
    return states;
  }

  /**
   * One state array of one updater block.
   *
   * @param values rank 1
   * @param offset where its first element lies in the flat parameters of the network or layer
   */
  public record State(INDArray values, int offset) {}

  static INDArray flat(INDArray array) {
    return array.rank() == 1 ? array : array.reshape(array.length());
  }

  static FlatViews of(
      INDArray params, INDArray gradient, BaseMultiLayerUpdater<?> updater, long offset) {
    return new FlatViews(flat(params), flat(gradient), Objects.requireNonNull(updater), offset);
  }
}
