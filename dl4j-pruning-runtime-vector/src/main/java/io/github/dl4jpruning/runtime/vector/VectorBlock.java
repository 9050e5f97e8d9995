package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.PackedBlock;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** All rows in one array. */
final class VectorBlock extends PackedBlock {
  private final VectorSums sums;

  VectorBlock(SparseMatrix matrix, int width) {
    super(matrix, width, VectorSums.LANES);
    this.sums = new VectorSums(matrix, offset);
  }

  @Override
  public void multiply(int row, int n, float[] out, int at) {
    sums.multiply(row, rows, 0, n, out, at);
  }

  @Override
  public String kernel() {
    return VectorSums.NAME;
  }
}
