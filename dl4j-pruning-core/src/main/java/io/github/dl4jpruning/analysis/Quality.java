package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.model.network.Network;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.EvaluationCalibration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How well a network classifies; of networks with several outputs, at the first.
 *
 * @param accuracy fraction of the test examples whose class is right, 0 to 1
 * @param perClass the same of the examples of each class; 0 for a class without any
 * @param trainAccuracy fraction of the training examples whose class is right, 0 to 1
 * @param calibrationError how far the probability of the answers is from the fraction of right
 *     ones, on average: the expected calibration error in 10 bins (Guo et al. 2017, "On calibration
 *     of modern neural networks"), 0 to 1, on the test examples
 */
public record Quality(
    double accuracy, List<Double> perClass, double trainAccuracy, double calibrationError) {
  private static final int BINS = 10;

  /** Copies the list. */
  public Quality {
    perClass = List.copyOf(perClass);
  }

  /**
   * Measures.
   *
   * @param network a MultiLayerNetwork or ComputationGraph of at least two classes; not changed
   * @param train examples that it has learnt, labelled one-hot
   * @param test examples that it has not seen
   * @return the quality
   */
  public static Quality of(Model network, Samples train, Samples test) {
    List<MultiDataSet> batches = test.batches();
    Evaluation evaluation = evaluate(network, batches);
    List<Double> perClass = new ArrayList<>();
    for (int c = 0; c < evaluation.getConfusion().getClasses().size(); c++) {
      perClass.add(evaluation.recall(c, 0));
    }
    return new Quality(
        evaluation.accuracy(),
        perClass,
        evaluate(network, train.batches()).accuracy(),
        calibrationError(network, batches));
  }

  /**
   * What memory does better than judgement.
   *
   * @return {@link #trainAccuracy} − {@link #accuracy}
   */
  public double gap() {
    return trainAccuracy - accuracy;
  }

  static Evaluation evaluate(Model network, List<MultiDataSet> batches) {
    Evaluation evaluation = new Evaluation();
    for (MultiDataSet batch : batches) {
      INDArray output = Network.of(network).outputs(batch).get(0);
      INDArray mask = batch.getLabelsMaskArray(0);
      if (mask == null) {
        requireNumbers(output); // what a mask blanks may be anything
      }
      evaluation.eval(batch.getLabels(0), output, mask);
    }
    return evaluation;
  }

  private static void requireNumbers(INDArray output) {
    if (output.isNaN().any()) {
      throw new IllegalStateException(
          "The network answers with NaN, so that no class can be told: its weights are no numbers,"
              + " or too large after a training that diverged, or the examples are none that it can"
              + " read (an image too small for its layers)");
    }
  }

  private static double calibrationError(Model network, List<MultiDataSet> batches) {
    EvaluationCalibration calibration = new EvaluationCalibration(BINS, BINS);
    for (MultiDataSet batch : batches) {
      INDArray output = Network.of(network).outputs(batch).get(0);
      if (output.rank() != 2) {
        throw new IllegalArgumentException(
            "Calibration is measured for outputs [examples, classes], got rank " + output.rank());
      }
      INDArray right = output.argMax(1).eq(batch.getLabels(0).argMax(1)).castTo(DataType.DOUBLE);
      INDArray sure = output.max(1).castTo(DataType.DOUBLE);
      // DL4J bins each class by itself: wrong and right are the classes here.
      calibration.eval(twoColumns(right), twoColumns(sure));
    }
    INDArray right = calibration.getRDiagBinPosCount().castTo(DataType.DOUBLE).getColumn(1);
    INDArray sure = calibration.getRDiagBinSumPredictions().getColumn(1);
    double examples = calibration.getRDiagBinTotalCount().getColumn(1).sumNumber().doubleValue();
    return right.sub(sure).norm1Number().doubleValue() / examples;
  }

  private static INDArray twoColumns(INDArray second) {
    return Nd4j.stack(1, second.rsub(1), second);
  }
}
