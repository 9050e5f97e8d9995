package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.runtime.kernel.ColumnMatrix;
import io.github.dl4jpruning.runtime.kernel.DenseColumns;

/** A matrix by the vector of one example: by rows, by columns or dense, as pays. */
final class VectorProduct {
  private final Matrix matrix;
  private final ColumnMatrix columns;
  private final DenseColumns dense;
  private final int[] picked;
  private final float[] sums;

  /**
   * A product.
   *
   * @param zeros whether many of the vector's numbers may be zero
   */
  VectorProduct(Matrix matrix, boolean zeros) {
    this.matrix = matrix;
    int size = matrix.isSparse() ? 0 : matrix.sparse().columns();
    this.dense = matrix.isSparse() ? null : matrix.dense();
    this.columns = matrix.isSparse() && zeros ? matrix.columns() : null;
    this.picked = new int[size];
    this.sums = new float[matrix.isSparse() ? 0 : matrix.sparse().rows()];
  }

  void run(float[] x, int xo, float[] y, int yo) {
    if (dense != null) {
      dense.multiply(x, xo, sums, picked);
      System.arraycopy(sums, 0, y, yo, sums.length);
    } else if (columns != null && zeros(x, xo) > matrix.sparse().columns() / 2) {
      columns.multiply(x, xo, y, yo);
    } else {
      matrix.sparse().multiply(x, xo, y, yo);
    }
  }

  private int zeros(float[] x, int xo) {
    int zeros = 0;
    for (int i = xo, end = xo + matrix.sparse().columns(); i < end; i++) {
      zeros += x[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  String kernel() {
    return dense != null
        ? "dense columns, zero inputs skipped"
        : columns != null
            ? "four rows in lockstep, or columns if most inputs are zero"
            : "four rows in lockstep";
  }

  String reason() {
    return matrix.density() + (dense != null ? " above " : " up to ") + Matrix.SPARSE;
  }
}
