package io.github.dl4jpruning.runtime.kernel;

import java.util.Arrays;

/**
 * A sparse matrix by columns, for vectors with many zeros: the columns of zeros are skipped.
 * Immutable. Six bytes per weight, or eight if there are more than 65,536 rows.
 */
public final class ColumnMatrix {
  private final int rows;
  private final int[] start;
  private final char[] near;
  private final int[] far;
  private final float[] value;

  private ColumnMatrix(SparseMatrix matrix) {
    this.rows = matrix.rows();
    this.start = new int[matrix.columns() + 1];
    boolean small = rows <= 1 << Character.SIZE;
    this.value = new float[Math.toIntExact(matrix.nonZeros())];
    this.near = new char[small ? value.length : 0];
    this.far = new int[small ? 0 : value.length];
    for (int r = 0; r < rows; r++) {
      for (int i = 0, k = matrix.first(r); i < matrix.length(r); i++, k += SparseMatrix.STEP) {
        start[matrix.column(k) + 1]++;
      }
    }
    for (int c = 0; c < matrix.columns(); c++) {
      start[c + 1] += start[c];
    }
    int[] at = start.clone();
    for (int r = 0; r < rows; r++) {
      for (int i = 0, k = matrix.first(r); i < matrix.length(r); i++, k += SparseMatrix.STEP) {
        int to = at[matrix.column(k)]++;
        if (small) {
          near[to] = (char) r;
        } else {
          far[to] = r;
        }
        value[to] = matrix.values()[k];
      }
    }
  }

  /** The same matrix. */
  public static ColumnMatrix of(SparseMatrix matrix) {
    return new ColumnMatrix(matrix);
  }

  /** Bytes of all arrays. */
  public long bytes() {
    return 4L * value.length + 2L * near.length + 4L * far.length + 4L * start.length;
  }

  /**
   * {@code y[row] = Σ value · x[column]}, over some columns.
   *
   * @param picked the columns, rising
   * @param count how many they are
   */
  public void multiply(float[] x, float[] y, int[] picked, int count) {
    Arrays.fill(y, 0, rows, 0);
    for (int i = 0; i < count; i++) {
      int c = picked[i];
      if (far.length == 0) {
        addNear(start[c], start[c + 1], x[c], y);
      } else {
        addFar(start[c], start[c + 1], x[c], y);
      }
    }
  }

  private void addNear(int from, int end, float a, float[] y) {
    char[] row = near;
    float[] v = value;
    for (int k = from; k < end; k++) {
      y[row[k]] += v[k] * a;
    }
  }

  private void addFar(int from, int end, float a, float[] y) {
    for (int k = from; k < end; k++) {
      y[far[k]] += value[k] * a;
    }
  }
}
