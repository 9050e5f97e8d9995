package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Shifted;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** Rows read where they lie. */
final class VectorShifted implements Shifted {
  private final int[] offset;
  private final VectorSums sums;

  VectorShifted(SparseMatrix matrix, int[] distance) {
    this.offset = matrix.byWeight(distance);
    this.sums = new VectorSums(matrix, offset);
  }

  @Override
  public void multiply(int row, float[] x, int from, int n, float[] out, int at) {
    sums.multiply(row, x, from, n, out, at);
  }

  @Override
  public String kernel() {
    return "up to 64 sums in vectors, nothing copied";
  }

  @Override
  public long bytes() {
    return 4L * offset.length;
  }
}
