package io.github.dl4jpruning.runtime.kernel;

/**
 * Sums of short rows of one array, each weight's at a place of its own: eight or four at a time
 * stay in registers over all weights of a row.
 */
final class NarrowSums implements Shifted {
  private static final int STEP = SparseMatrix.STEP;

  private final SparseMatrix matrix;
  private final float[] value;
  private final int[] offset;

  /**
   * Sums.
   *
   * @param offset where a weight's row starts, at the weight's place
   */
  NarrowSums(SparseMatrix matrix, int[] offset) {
    this.matrix = matrix;
    this.value = matrix.values();
    this.offset = offset;
  }

  @Override
  public void multiply(int row, float[] x, int from, int n, float[] out, int at) {
    int first = matrix.first(row);
    int end = first + STEP * matrix.length(row);
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      eight(first, end, x, from + i, out, at + i);
    }
    // The last ones, where there are enough, some of them once more.
    if (n - i > 4 && n >= 8) {
      eight(first, end, x, from + n - 8, out, at + n - 8);
      return;
    }
    if (n - i >= 4) {
      four(first, end, x, from + i, out, at + i);
      i += 4;
    }
    if (i < n && n >= 4) {
      four(first, end, x, from + n - 4, out, at + n - 4);
      return;
    }
    for (; i < n; i++) {
      one(first, end, x, from + i, out, at + i);
    }
  }

  private void eight(int first, int end, float[] x, int from, float[] y, int at) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    for (int k = first; k < end; k += STEP) {
      int p = offset[k] + from;
      float w = value[k];
      a += w * x[p];
      b += w * x[p + 1];
      c += w * x[p + 2];
      d += w * x[p + 3];
      e += w * x[p + 4];
      f += w * x[p + 5];
      g += w * x[p + 6];
      h += w * x[p + 7];
    }
    y[at] = a;
    y[at + 1] = b;
    y[at + 2] = c;
    y[at + 3] = d;
    y[at + 4] = e;
    y[at + 5] = f;
    y[at + 6] = g;
    y[at + 7] = h;
  }

  private void four(int first, int end, float[] x, int from, float[] y, int at) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int k = first; k < end; k += STEP) {
      int p = offset[k] + from;
      float w = value[k];
      a += w * x[p];
      b += w * x[p + 1];
      c += w * x[p + 2];
      d += w * x[p + 3];
    }
    y[at] = a;
    y[at + 1] = b;
    y[at + 2] = c;
    y[at + 3] = d;
  }

  private void one(int first, int end, float[] x, int from, float[] y, int at) {
    float sum = 0;
    for (int k = first; k < end; k += STEP) {
      sum += value[k] * x[offset[k] + from];
    }
    y[at] = sum;
  }

  @Override
  public String kernel() {
    return "eight sums in registers";
  }

  @Override
  public long bytes() {
    return 4L * offset.length;
  }
}
