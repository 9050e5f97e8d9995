package io.github.dl4jpruning.runtime.kernel;

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
    int[] column = matrix.columnIndices();
    for (int r = 0; r < rows; r++) {
      for (int i = 0, k = matrix.first(r); i < matrix.length(r); i++, k += SparseMatrix.STEP) {
        start[column[k] + 1]++;
      }
    }
    for (int c = 0; c < matrix.columns(); c++) {
      start[c + 1] += start[c];
    }
    int[] at = start.clone();
    for (int r = 0; r < rows; r++) {
      for (int i = 0, k = matrix.first(r); i < matrix.length(r); i++, k += SparseMatrix.STEP) {
        int to = at[column[k]]++;
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

  /** {@code y[yo + row] = Σ value · x[xo + column]}, over the columns where x is not zero. */
  public void multiply(float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < rows; i++) {
      y[yo + i] = 0;
    }
    for (int c = 0; c < start.length - 1; c++) {
      float a = x[xo + c];
      if (a != 0) {
        add(start[c], start[c + 1], a, y, yo);
      }
    }
  }

  private void add(int from, int end, float a, float[] y, int yo) {
    for (int k = from; far.length == 0 && k < end; k++) {
      y[yo + near[k]] += value[k] * a;
    }
    for (int k = from; far.length > 0 && k < end; k++) {
      y[yo + far[k]] += value[k] * a;
    }
  }
}
