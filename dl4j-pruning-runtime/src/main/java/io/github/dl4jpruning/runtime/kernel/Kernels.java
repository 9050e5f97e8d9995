package io.github.dl4jpruning.runtime.kernel;

/** A set of kernels for products with blocks. Thread-safe. */
public interface Kernels {
  /** What they are made with, such as {@code plain Java}. */
  String name();

  /**
   * Room for a right-hand side.
   *
   * @param matrix to be multiplied by
   * @param width elements of each row at most, at least 1
   */
  Block block(SparseMatrix matrix, int width);

  /** The kernels in plain Java. */
  static Kernels plain() {
    return PlainKernels.INSTANCE;
  }
}
