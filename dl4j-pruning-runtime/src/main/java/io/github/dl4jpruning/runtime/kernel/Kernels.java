package io.github.dl4jpruning.runtime.kernel;

import java.util.Optional;

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

  /**
   * A product whose right-hand side lies in the input itself, at a fixed distance for each column.
   *
   * @param matrix to be multiplied by
   * @param distance by column: of its row from wherever the input begins
   * @param width elements of a row, as many as are asked for at least
   * @return nothing if rows are better copied to a {@link #block}
   */
  default Optional<Shifted> shifted(SparseMatrix matrix, int[] distance, int width) {
    return Optional.empty();
  }

  /**
   * Numbers that {@link #shifted} products and {@link #pool} may read behind the last one that
   * means something; what they are does not matter.
   */
  default int spare() {
    return 0;
  }

  /** Pooling. */
  default Pool pool(Pool.Plane plane) {
    return new RowPool(plane);
  }

  /** The kernels in plain Java. */
  static Kernels plain() {
    return PlainKernels.INSTANCE;
  }
}
