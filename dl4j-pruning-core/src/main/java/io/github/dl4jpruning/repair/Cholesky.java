package io.github.dl4jpruning.repair;

/**
 * A symmetric, positive definite matrix as UᵀU, U upper triangular: n³/3 operations. Row by row, so
 * that inner loops run over neighbours in memory, and four pivots at a time, so that each row is
 * read and written a quarter as often: a layer has one such matrix per unit, and commons-math's
 * decomposition, entry by entry, takes four times as long.
 */
final class Cholesky {
  private static final int PANEL = 4;

  /** Row i begins with column i. */
  private final double[][] rows;

  private Cholesky(double[][] rows) {
    this.rows = rows;
  }

  /**
   * Factors a matrix.
   *
   * @param upper row i from its diagonal on; overwritten
   */
  static Cholesky of(double[]... upper) {
    int n = upper.length;
    int p = 0;
    for (; p + PANEL <= n; p += PANEL) {
      for (int q = p; q < p + PANEL; q++) {
        pivot(upper, q, p + PANEL);
      }
      for (int i = p + PANEL; i < n; i++) {
        subtractPanel(upper, p, i);
      }
    }
    for (; p < n; p++) {
      pivot(upper, p, n);
    }
    return new Cholesky(upper);
  }

  /** Finishes a row, and takes it out of those between it and {@code end}. */
  private static void pivot(double[][] rows, int p, int end) {
    double[] pivot = rows[p];
    double root = Math.sqrt(pivot[0]);
    for (int j = 0; j < pivot.length; j++) {
      pivot[j] /= root;
    }
    for (int i = p + 1; i < end; i++) {
      double[] row = rows[i];
      double factor = pivot[i - p];
      for (int j = 0; j < row.length; j++) {
        row[j] -= factor * pivot[i - p + j];
      }
    }
  }

  /** Takes four finished rows out of another. */
  private static void subtractPanel(double[][] rows, int p, int i) {
    double[] row = rows[i];
    double[] a = rows[p];
    double[] b = rows[p + 1];
    double[] c = rows[p + 2];
    double[] d = rows[p + 3];
    int at = i - p;
    double fa = a[at];
    double fb = b[at - 1];
    double fc = c[at - 2];
    double fd = d[at - 3];
    for (int j = 0; j < row.length; j++) {
      row[j] -= fa * a[at + j] + fb * b[at - 1 + j] + fc * c[at - 2 + j] + fd * d[at - 3 + j];
    }
  }

  /** Solves for a right-hand side, which becomes the solution. */
  void solve(double... vector) {
    int n = rows.length;
    for (int i = 0; i < n; i++) {
      double[] row = rows[i];
      double value = vector[i] / row[0];
      vector[i] = value;
      for (int j = 1; j < row.length; j++) {
        vector[i + j] -= row[j] * value;
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double[] row = rows[i];
      double sum = vector[i];
      for (int j = 1; j < row.length; j++) {
        sum -= row[j] * vector[i + j];
      }
      vector[i] = sum / row[0];
    }
  }
}
