package io.github.dl4jpruning.runtime.kernel;

/**
 * A sparse matrix by rows that lie in one array, each at a fixed distance from where one begins:
 * nothing is copied. Thread-safe, if it says nothing else.
 */
public interface Shifted {
  /**
   * One row of the product.
   *
   * @param row of the matrix
   * @param x the right-hand side: the row of column c begins at {@code from + distance[c]}
   * @param from where it begins
   * @param n how many of its elements, at least the width that was asked for
   * @param out receives them
   * @param at where the first one goes
   */
  void multiply(int row, float[] x, int from, int n, float[] out, int at);

  /** Its kernel in a few words. */
  String kernel();

  /** Bytes that it takes. */
  long bytes();
}
