package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer's weights as a matrix and its biases as a row, double copies of a network's.
 *
 * @param matrix [inputs, outputs]
 * @param bias [outputs]; zeros if there is none
 */
record LayerWeights(INDArray matrix, INDArray bias) {
  static LayerWeights of(PrunableModel model, Site site) {
    double[] values = values(model, site.weights());
    double[] matrix = new double[values.length];
    IntUnaryOperator outputAt = site.outputAt();
    IntUnaryOperator inputAt = site.inputAt();
    for (int i = 0; i < values.length; i++) {
      matrix[inputAt.applyAsInt(i) * site.outputs() + outputAt.applyAsInt(i)] = values[i];
    }
    return new LayerWeights(
        Nd4j.createFromArray(matrix).reshape(site.inputs(), site.outputs()),
        Nd4j.createFromArray(bias(model, site)));
  }

  /** Zeros if there is none. */
  static double[] bias(PrunableModel model, Site site) {
    return site.bias()
        .map(param -> values(model, param))
        .orElseGet(() -> new double[site.outputs()]);
  }

  /** A parameter's values in memory order. */
  static double[] values(PrunableModel model, ModelParam param) {
    return model.flatParam(param).castTo(DataType.DOUBLE).dup().data().asDouble();
  }

  /** Writes a parameter's values. */
  static void write(PrunableModel model, ModelParam param, double... values) {
    model.flatParam(param).assign(Nd4j.createFromArray(values).castTo(model.dataType()));
  }

  /** What the layer computes of rows, before its activation function. */
  INDArray outputs(INDArray rows) {
    return rows.mmul(matrix).addiRowVector(bias);
  }
}
