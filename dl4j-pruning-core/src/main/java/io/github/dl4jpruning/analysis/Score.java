package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.model.Passes;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * How good a network is; higher is better. Yours in a lambda: {@code net -> ((MultiLayerNetwork)
 * net).evaluate(validation).f1()}.
 *
 * <p>The ready-made ones hold their samples in memory and are thread-safe.
 */
@FunctionalInterface
public interface Score {
  /**
   * Judges a network.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @return finite
   */
  double of(Model network);

  /**
   * What each example adds, if the score is their mean. From it, {@link SparsitySearch} knows how
   * sure a difference is.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @return the same examples in the same order for every network; empty if the score is no mean,
   *     or does not tell, as by default
   */
  default Optional<double[]> ofEach(Model network) {
    return Optional.empty();
  }

  /**
   * The fraction of examples (of time series: steps) whose class is right, 0 to 1; of networks with
   * several outputs, at the first. {@link #ofEach} takes steps for examples, though those of one
   * series are alike: its standard errors are too small then.
   *
   * @param samples labelled one-hot
   * @return the score
   */
  static Score accuracy(Samples samples) {
    return new Accuracy(samples.batches());
  }

  /**
   * The network's own loss with its sign turned, in inference mode, without regularisation terms;
   * the mean over examples. Tells small changes apart where accuracy stands still.
   *
   * @param samples labelled examples
   * @return the score
   */
  static Score negativeLoss(Samples samples) {
    List<MultiDataSet> batches = samples.batches();
    return network -> {
      Passes passes = Passes.ofCopy(PrunableModel.of(network));
      double sum = 0;
      long examples = 0;
      for (MultiDataSet batch : batches) {
        long size = batch.getFeatures(0).size(0);
        sum += size * passes.loss(batch);
        examples += size;
      }
      return -sum / examples;
    };
  }
}
