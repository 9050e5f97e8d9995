package io.github.dl4jpruning.runtime.plan;

/** From examples one behind the other to examples innermost, and back. */
final class Transposition {
  private static final int BLOCK = 8;

  private Transposition() {}

  static void toLanes(float[] x, int from, int elements, int count, float[] y, int lanes) {
    if (lanes == 1) {
      System.arraycopy(x, from, y, 0, elements);
      return;
    }
    int b = 0;
    for (; b + BLOCK <= count; b += BLOCK) {
      for (int i = 0, p = from + b * elements, t = b; i < elements; i++, p++, t += lanes) {
        int u = p;
        y[t] = x[u];
        y[t + 1] = x[u += elements];
        y[t + 2] = x[u += elements];
        y[t + 3] = x[u += elements];
        y[t + 4] = x[u += elements];
        y[t + 5] = x[u += elements];
        y[t + 6] = x[u += elements];
        y[t + 7] = x[u + elements];
      }
    }
    for (; b < count; b++) {
      for (int i = 0, p = from + b * elements, t = b; i < elements; i++, t += lanes) {
        y[t] = x[p + i];
      }
    }
  }

  static void fromLanes(
      float[] y, int first, int lanes, int elements, int count, float[] x, int to) {
    for (int b = 0; b < count; b++) {
      for (int i = 0, p = to + b * elements, t = first + b; i < elements; i++, t += lanes) {
        x[p + i] = y[t];
      }
    }
  }
}
