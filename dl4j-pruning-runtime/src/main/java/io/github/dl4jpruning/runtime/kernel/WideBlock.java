package io.github.dl4jpruning.runtime.kernel;

import java.util.Arrays;

/** Each row an array of its own; four weights per pass over the sums. */
final class WideBlock implements Block {
  private static final int STEP = SparseMatrix.STEP;

  private final SparseMatrix matrix;
  private final float[] value;
  private final float[][] row;
  private final float[] sum;

  WideBlock(SparseMatrix matrix, int width) {
    this.matrix = matrix;
    this.value = matrix.values();
    this.row = new float[matrix.columns()][];
    for (int c : matrix.used()) {
      row[c] = new float[width];
    }
    this.sum = new float[width];
  }

  @Override
  public float[] array(int c) {
    return row[c];
  }

  @Override
  public int start(int c) {
    return 0;
  }

  @Override
  public void multiply(int r, int n, float[] out, int at) {
    int k = matrix.first(r);
    int end = k + STEP * matrix.length(r);
    for (k = begin(k, matrix.length(r), n); k < end; k += 4 * STEP) {
      Loops.addFour(
          sum,
          n,
          row(k),
          row(k + STEP),
          row(k + 2 * STEP),
          row(k + 3 * STEP),
          value[k],
          value[k + STEP],
          value[k + 2 * STEP],
          value[k + 3 * STEP]);
    }
    System.arraycopy(sum, 0, out, at, n);
  }

  /** The row that a weight is multiplied by. */
  private float[] row(int k) {
    return row[matrix.column(k)];
  }

  /** The first weights, so many that fours are left. */
  private int begin(int k, int length, int n) {
    if (length == 0) {
      Arrays.fill(sum, 0, n, 0);
      return k;
    }
    int l = k + STEP;
    int m = l + STEP;
    int o = m + STEP;
    float[] x = row(k);
    float a = value[k];
    switch (length % 4) {
      case 1:
        Loops.setOne(sum, n, x, a);
        return l;
      case 2:
        Loops.setTwo(sum, n, x, row(l), a, value[l]);
        return m;
      case 3:
        Loops.setThree(sum, n, x, row(l), row(m), a, value[l], value[m]);
        return o;
      default:
        float[] w = row(o);
        Loops.setFour(sum, n, x, row(l), row(m), w, a, value[l], value[m], value[o]);
        return o + STEP;
    }
  }

  @Override
  public String kernel() {
    return "rows, four weights a pass";
  }

  @Override
  public long bytes() {
    return 4L * (matrix.used().length + 1) * sum.length;
  }
}
