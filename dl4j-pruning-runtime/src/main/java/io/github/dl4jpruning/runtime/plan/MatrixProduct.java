package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.runtime.kernel.Kernels;

/** A matrix by the vectors of one example or of several. */
final class MatrixProduct {
  private final Matrix matrix;
  private final int lanes;
  private final VectorProduct vector;
  private final Product product;

  MatrixProduct(Matrix matrix, int lanes, Kernels kernels) {
    this.matrix = matrix;
    this.lanes = lanes;
    this.vector = lanes == 1 ? new VectorProduct(matrix) : null;
    this.product =
        lanes == 1 ? null : Product.ofRows(matrix.sparse(), lanes, lanes, lanes, kernels);
  }

  /** From {@code [columns, lanes]} to {@code [rows, lanes]}. */
  void run(float[] x, float[] y) {
    if (vector != null) {
      vector.run(x, y);
      return;
    }
    product.take(x, 0, lanes);
    for (int row = 0; row < matrix.sparse().rows(); row++) {
      product.row(row, y, row * lanes);
    }
  }

  String kernel() {
    return vector == null ? product.kernel() : vector.kernel();
  }

  long bytes() {
    return vector == null ? product.bytes() : vector.bytes();
  }
}
