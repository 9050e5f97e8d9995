package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.types.RandomInputs;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How far another engine's answers are from DL4J's, for networks of its zoo. */
final class ZooGap {
  static final double TOLERANCE = 1e-5;

  private ZooGap() {}

  /**
   * In parts of the largest answer; of DL4J in double precision if its own rounding is too much.
   */
  static double of(Zoo.Built built, Function<INDArray, float[]> engine, int batch) {
    PrunableModel model = PrunableModel.of(built.network());
    INDArray examples = RandomInputs.of(model, List.of(built.type()), batch, 3)[0];
    float[] answers = engine.apply(examples);
    double gap = gap(Network.of(built.network()).outputs(false, examples).get(0), answers);
    if (gap <= TOLERANCE) {
      return gap;
    }
    Network precise = Network.of(Network.of(built.network()).inDoublePrecision());
    return gap(precise.outputs(false, examples.castTo(DataType.DOUBLE)).get(0), answers);
  }

  private static double gap(INDArray expected, float[] actual) {
    double[] right = expected.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    double largest = 0;
    double gap = 0;
    for (int i = 0; i < right.length; i++) {
      largest = Math.max(largest, Math.abs(right[i]));
      gap = Math.max(gap, Math.abs(right[i] - actual[i]));
    }
    return gap / largest;
  }
}
