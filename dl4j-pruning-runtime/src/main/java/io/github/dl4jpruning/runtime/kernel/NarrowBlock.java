package io.github.dl4jpruning.runtime.kernel;

/** All rows in one array; eight or four sums at a time in registers over all weights of a row. */
final class NarrowBlock extends PackedBlock {
  NarrowBlock(SparseMatrix matrix, int width) {
    super(matrix, width, 8);
  }

  @Override
  public void multiply(int row, int n, float[] out, int at) {
    int k = matrix.first(row);
    int end = k + STEP * matrix.length(row);
    int i = 0;
    for (; n - i > 4; i += 8) {
      eight(k, end, i, out, at + i, n - i);
    }
    if (i < n) {
      four(k, end, i, out, at + i, n - i);
    }
  }

  private void eight(int from, int end, int i, float[] y, int at, int n) {
    float[] x = rows;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    for (int k = from; k < end; k += STEP) {
      int p = offset[k] + i;
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
    if (n > 5) {
      y[at + 5] = f;
    }
    if (n > 6) {
      y[at + 6] = g;
    }
    if (n > 7) {
      y[at + 7] = h;
    }
  }

  private void four(int from, int end, int i, float[] y, int at, int n) {
    float[] x = rows;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int k = from; k < end; k += STEP) {
      int p = offset[k] + i;
      float w = value[k];
      a += w * x[p];
      b += w * x[p + 1];
      c += w * x[p + 2];
      d += w * x[p + 3];
    }
    y[at] = a;
    if (n > 1) {
      y[at + 1] = b;
    }
    if (n > 2) {
      y[at + 2] = c;
    }
    if (n > 3) {
      y[at + 3] = d;
    }
  }

  @Override
  public String kernel() {
    return "eight sums in registers";
  }
}
