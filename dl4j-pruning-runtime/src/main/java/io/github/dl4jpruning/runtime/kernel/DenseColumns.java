package io.github.dl4jpruning.runtime.kernel;

import java.util.Arrays;

/**
 * A dense matrix by columns, each an array of its own, so that HotSpot vectorises the loop over
 * rows; columns where the vector is zero are skipped. Immutable.
 */
public final class DenseColumns {
  private final int rows;
  private final float[][] columns;

  private DenseColumns(SparseMatrix matrix) {
    this.rows = matrix.rows();
    this.columns = new float[matrix.columns()][rows];
    for (int r = 0; r < rows; r++) {
      for (int i = 0, k = matrix.first(r); i < matrix.length(r); i++, k += SparseMatrix.STEP) {
        columns[matrix.column(k)][r] = matrix.values()[k];
      }
    }
  }

  /** The same matrix, with its zeros. */
  public static DenseColumns of(SparseMatrix matrix) {
    return new DenseColumns(matrix);
  }

  /** Bytes of all arrays. */
  public long bytes() {
    return 4L * rows * columns.length;
  }

  /**
   * {@code y[row] = Σ value · x[column]}.
   *
   * @param y at least as long as there are rows
   * @param picked the columns whose number is not zero, rising
   * @param count how many they are
   */
  public void multiply(float[] x, float[] y, int[] picked, int count) {
    boolean finite = true;
    for (int i = 0; i < count; i++) {
      finite &= Math.abs(x[picked[i]]) <= Float.MAX_VALUE;
    }
    Arrays.fill(y, 0, rows, 0);
    if (!finite) {
      careful(x, y);
      return;
    }
    int i = 0;
    for (; i + 3 < count; i += 4) {
      Loops.addFour(
          y,
          rows,
          columns[picked[i]],
          columns[picked[i + 1]],
          columns[picked[i + 2]],
          columns[picked[i + 3]],
          x[picked[i]],
          x[picked[i + 1]],
          x[picked[i + 2]],
          x[picked[i + 3]]);
    }
    for (; i < count; i++) {
      Loops.addOne(y, rows, columns[picked[i]], x[picked[i]]);
    }
  }

  /** Zero weights add nothing, also where x is NaN or infinite. */
  private void careful(float[] x, float[] y) {
    for (int c = 0; c < columns.length; c++) {
      for (int r = 0; r < rows; r++) {
        if (columns[c][r] != 0) {
          y[r] += columns[c][r] * x[c];
        }
      }
    }
  }
}
