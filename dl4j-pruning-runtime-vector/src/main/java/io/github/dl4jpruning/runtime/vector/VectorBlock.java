package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.PackedBlock;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** All rows in one array. */
final class VectorBlock extends PackedBlock {
  private final VectorSums sums;
  private final float[] few = new float[VectorSums.LANES];

  VectorBlock(SparseMatrix matrix, int width) {
    super(matrix, width, VectorSums.LANES);
    this.sums = new VectorSums(matrix, offset);
  }

  @Override
  public void multiply(int row, int n, float[] out, int at) {
    if (n >= VectorSums.LANES) {
      sums.multiply(row, rows, 0, n, out, at);
    } else {
      sums.multiply(row, rows, 0, VectorSums.LANES, few, 0);
      System.arraycopy(few, 0, out, at, n);
    }
  }

  @Override
  public String kernel() {
    return "up to 64 sums in vectors";
  }
}
