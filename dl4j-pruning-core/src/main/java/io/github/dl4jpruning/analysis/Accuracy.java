package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.model.network.Network;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The fraction of examples whose class is right.
 *
 * @param batches labelled one-hot
 */
record Accuracy(List<MultiDataSet> batches) implements Score {
  @Override
  public double of(Model network) {
    return Quality.evaluate(network, batches).accuracy();
  }

  /** 1 where the class is right, else 0; steps that a mask blanks are left out. */
  @Override
  public Optional<double[]> ofEach(Model network) {
    if (batches.get(0).getLabels(0).size(1) < 2) {
      return Optional.empty(); // one output for two classes
    }
    return Optional.of(batches.stream().flatMapToDouble(batch -> ofEach(network, batch)).toArray());
  }

  private static DoubleStream ofEach(Model network, MultiDataSet batch) {
    INDArray answers = Network.of(network).outputs(batch).get(0).argMax(1);
    INDArray right = answers.eq(batch.getLabels(0).argMax(1));
    double[] values = right.ravel().toDoubleVector();
    INDArray mask = batch.getLabelsMaskArray(0);
    if (mask == null) {
      return DoubleStream.of(values);
    }
    double[] counts = mask.ravel().toDoubleVector();
    return IntStream.range(0, values.length).filter(i -> counts[i] > 0).mapToDouble(i -> values[i]);
  }
}
