package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.runtime.kernel.ColumnMatrix;
import io.github.dl4jpruning.runtime.kernel.DenseColumns;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** A matrix by the vector of one example: by rows, by columns or dense, as pays. */
final class VectorProduct {
  /** What a weight costs in a column, if it costs 1 in a row: its sum is read and written. */
  private static final double IN_COLUMN = 1.35;

  /** What a row or a column costs besides, in the same unit. */
  private static final double BESIDES = 5;

  private final Matrix matrix;
  private final ColumnMatrix columns;
  private final DenseColumns dense;

  /** Columns up to which they cost less than rows do. */
  private final int most;

  private final int[] picked;

  VectorProduct(Matrix matrix) {
    SparseMatrix sparse = matrix.sparse();
    this.matrix = matrix;
    this.dense = matrix.isSparse() ? null : matrix.dense();
    this.columns = matrix.isSparse() ? matrix.columns() : null;
    double rows = sparse.nonZeros() + BESIDES * sparse.rows();
    double column = IN_COLUMN * sparse.nonZeros() / sparse.columns() + BESIDES;
    this.most = (int) Math.min(sparse.columns(), rows / column);
    this.picked = new int[sparse.columns()];
  }

  void run(float[] x, float[] y) {
    int count = pick(x);
    if (dense != null) {
      dense.multiply(x, y, picked, count);
    } else if (count <= most) {
      columns.multiply(x, y, picked, count);
    } else {
      matrix.sparse().multiply(x, y);
    }
  }

  /** Picks the columns whose number is not zero; returns how many they are. */
  private int pick(float[] x) {
    int count = 0;
    for (int c = 0; c < picked.length; c++) {
      picked[count] = c;
      count += x[c] != 0 ? 1 : 0;
    }
    return count;
  }

  String kernel() {
    return dense != null
        ? "dense columns, zero inputs skipped"
        : most == matrix.sparse().columns()
            ? "columns, zero inputs skipped"
            : "four rows in lockstep, or columns if enough inputs are zero";
  }

  String reason() {
    return matrix.density() + (dense != null ? " above " : " up to ") + Matrix.SPARSE;
  }

  /** Bytes of its own. */
  long bytes() {
    return 4L * picked.length;
  }
}
