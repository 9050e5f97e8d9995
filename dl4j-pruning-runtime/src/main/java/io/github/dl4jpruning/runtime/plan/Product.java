package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.Shifted;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/**
 * A sparse matrix by rows of one array, which lie at a fixed distance for each of the matrix's
 * columns: read where they lie, or copied first, as the kernels want it.
 */
final class Product {
  private final SparseMatrix matrix;
  private final int[] distance;
  private final Shifted shifted;
  private final Block block;
  private float[] x;
  private int from;
  private int n;

  /**
   * A product.
   *
   * @param distance by column, of its row from where the first one begins
   * @param most elements of a row that are ever asked for
   * @param fewest elements that are ever asked for
   */
  Product(SparseMatrix matrix, int[] distance, int most, int fewest, Kernels kernels) {
    this.matrix = matrix;
    this.distance = distance;
    this.shifted = kernels.shifted(matrix, distance, fewest).orElse(null);
    this.block = shifted == null ? kernels.block(matrix, most) : null;
  }

  /** Of a matrix whose column c has the row that begins at {@code c · apart}. */
  static Product ofRows(SparseMatrix matrix, int apart, int most, int fewest, Kernels kernels) {
    int[] distances = new int[matrix.columns()];
    for (int c = 0; c < distances.length; c++) {
      distances[c] = c * apart;
    }
    return new Product(matrix, distances, most, fewest, kernels);
  }

  /** Whether nothing is copied. */
  boolean isLying() {
    return block == null;
  }

  /** Takes the right-hand side: n elements of each row, from an element of the array on. */
  void take(float[] array, int first, int elements) {
    this.x = array;
    this.from = first;
    this.n = elements;
    for (int i = 0; block != null && i < matrix.used().length; i++) {
      int c = matrix.used()[i];
      System.arraycopy(x, distance[c] + from, block.array(c), block.start(c), n);
    }
  }

  /** One row of the product. */
  void row(int row, float[] out, int at) {
    if (block == null) {
      shifted.multiply(row, x, from, n, out, at);
    } else {
      block.multiply(row, n, out, at);
    }
  }

  String kernel() {
    return block == null ? shifted.kernel() : block.kernel();
  }

  long bytes() {
    return 4L * distance.length + (block == null ? shifted.bytes() : block.bytes());
  }
}
