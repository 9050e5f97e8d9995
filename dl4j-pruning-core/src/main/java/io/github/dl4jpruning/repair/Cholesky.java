package io.github.dl4jpruning.repair;

/**
 * A symmetric, positive definite matrix as UᵀU, U upper triangular. Row by row, so that inner loops
 * run over neighbours in memory: n³/3 operations.
 */
final class Cholesky {
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
    for (int p = 0; p < n; p++) {
      double[] pivot = upper[p];
      double root = Math.sqrt(pivot[0]);
      for (int j = 0; j < pivot.length; j++) {
        pivot[j] /= root;
      }
      for (int i = p + 1; i < n; i++) {
        double factor = pivot[i - p];
        if (factor != 0) {
          subtract(upper[i], factor, pivot, i - p);
        }
      }
    }
    return new Cholesky(upper);
  }

  private static void subtract(double[] row, double factor, double[] pivot, int from) {
    for (int j = 0; j < row.length; j++) {
      row[j] -= factor * pivot[from + j];
    }
  }

  /** Solves for a right-hand side, which becomes the solution. */
  void solve(double[] vector) {
    int n = rows.length;
    for (int i = 0; i < n; i++) {
      vector[i] /= rows[i][0];
      for (int j = 1; j < rows[i].length; j++) {
        vector[i + j] -= rows[i][j] * vector[i];
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = 1; j < rows[i].length; j++) {
        vector[i] -= rows[i][j] * vector[i + j];
      }
      vector[i] /= rows[i][0];
    }
  }
}
