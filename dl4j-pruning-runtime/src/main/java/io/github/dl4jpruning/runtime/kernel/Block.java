package io.github.dl4jpruning.runtime.kernel;

/**
 * Room for the rows of a right-hand side that a sparse matrix is multiplied by: one row for each of
 * the matrix's columns that is not empty. Fill the rows, then ask for the product's rows one by
 * one. Belongs to one thread.
 */
public interface Block {
  /** The array in which the row of a column lies; the column must not be empty. */
  float[] array(int column);

  /** Where in {@link #array(int)} it begins. */
  int start(int column);

  /**
   * One row of the product.
   *
   * @param row of the matrix
   * @param n how many of its elements, 1 to the block's width
   * @param out receives them
   * @param at where the first one goes
   */
  void multiply(int row, int n, float[] out, int at);

  /** Its kernel in a few words. */
  String kernel();

  /** Bytes that it takes. */
  long bytes();
}
