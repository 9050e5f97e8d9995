package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.Samples;
import io.github.dl4jpruning.model.Passes;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.List;
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
   * The fraction of examples (of time series: steps) whose class is right, 0 to 1; of networks with
   * several outputs, at the first.
   *
   * @param samples labelled one-hot
   * @return the score
   */
  static Score accuracy(Samples samples) {
    List<MultiDataSet> batches = samples.batches();
    return network -> Quality.evaluate(network, batches).accuracy();
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
