package io.github.dl4jpruning.repair;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a regression of n inputs and m outputs needs of its rows, summed up in double precision, so
 * that rows need not be kept.
 */
final class NormalEquations {
  private final INDArray squares;
  private final INDArray products;
  private final INDArray inputSums;
  private final INDArray missingSums;
  private final INDArray missingSquares;
  private final INDArray targetSquares;
  private long rows;

  NormalEquations(int inputs, int outputs) {
    squares = Nd4j.zeros(DataType.DOUBLE, inputs, inputs);
    products = Nd4j.zeros(DataType.DOUBLE, inputs, outputs);
    inputSums = Nd4j.zeros(DataType.DOUBLE, inputs);
    missingSums = Nd4j.zeros(DataType.DOUBLE, outputs);
    missingSquares = Nd4j.zeros(DataType.DOUBLE, outputs);
    targetSquares = Nd4j.zeros(DataType.DOUBLE, outputs);
  }

  /**
   * Adds rows.
   *
   * @param x what is read, [rows, inputs]
   * @param missing what outputs lack, [rows, outputs]
   * @param target what they should be, [rows, outputs]
   */
  void add(INDArray x, INDArray missing, INDArray target) {
    INDArray turned = x.transpose();
    squares.addi(turned.mmul(x));
    products.addi(turned.mmul(missing));
    inputSums.addi(x.sum(0));
    missingSums.addi(missing.sum(0));
    missingSquares.addi(missing.mul(missing).sum(0));
    targetSquares.addi(target.mul(target).sum(0));
    rows += x.size(0);
  }

  long rows() {
    return rows;
  }

  boolean isFinite() {
    return Double.isFinite(targetSquares.sumNumber().doubleValue())
        && Double.isFinite(missingSquares.sumNumber().doubleValue())
        && Double.isFinite(squares.sumNumber().doubleValue());
  }

  /** XᵀX, row by row. */
  double[] squares() {
    return squares.dup('c').data().asDouble();
  }

  /** XᵀR, row by row. */
  double[] products() {
    return products.dup('c').data().asDouble();
  }

  double[] inputSums() {
    return inputSums.toDoubleVector();
  }

  double[] missingSums() {
    return missingSums.toDoubleVector();
  }

  /** Of each output, the sum of squares of what it lacks. */
  double[] missingSquares() {
    return missingSquares.toDoubleVector();
  }

  /** Of each output, the sum of squares of what it should be. */
  double[] targetSquares() {
    return targetSquares.toDoubleVector();
  }
}
