package io.github.dl4jpruning.runtime.kernel;

/**
 * Loops that HotSpot vectorises on Java 8 to 25. It does so for arrays that are read from their
 * first element on, not from an offset, and for up to four of them at once.
 */
final class Loops {
  private Loops() {}

  static void addOne(float[] sum, int n, float[] x, float a) {
    for (int i = 0; i < n; i++) {
      sum[i] += a * x[i];
    }
  }

  static void add(float[] sum, float[] x, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += x[i];
    }
  }

  static void largest(float[] most, float[] x, int n) {
    for (int i = 0; i < n; i++) {
      most[i] = Math.max(most[i], x[i]);
    }
  }

  static void setOne(float[] sum, int n, float[] x, float a) {
    for (int i = 0; i < n; i++) {
      sum[i] = a * x[i];
    }
  }

  static void setTwo(float[] sum, int n, float[] x, float[] y, float a, float b) {
    for (int i = 0; i < n; i++) {
      sum[i] = a * x[i] + b * y[i];
    }
  }

  static void setThree(
      float[] sum, int n, float[] x, float[] y, float[] z, float a, float b, float c) {
    for (int i = 0; i < n; i++) {
      sum[i] = a * x[i] + b * y[i] + c * z[i];
    }
  }

  static void setFour(
      float[] sum,
      int n,
      float[] x,
      float[] y,
      float[] z,
      float[] w,
      float a,
      float b,
      float c,
      float d) {
    for (int i = 0; i < n; i++) {
      sum[i] = (a * x[i] + b * y[i]) + (c * z[i] + d * w[i]);
    }
  }

  static void addFour(
      float[] sum,
      int n,
      float[] x,
      float[] y,
      float[] z,
      float[] w,
      float a,
      float b,
      float c,
      float d) {
    for (int i = 0; i < n; i++) {
      sum[i] += (a * x[i] + b * y[i]) + (c * z[i] + d * w[i]);
    }
  }
}
