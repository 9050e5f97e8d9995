package io.github.dl4jpruning.runtime.kernel;

/** All rows in one array. */
final class NarrowBlock extends PackedBlock {
  private final NarrowSums sums;

  NarrowBlock(SparseMatrix matrix, int width) {
    super(matrix, width, 0);
    this.sums = new NarrowSums(matrix, offset);
  }

  @Override
  public void multiply(int row, int n, float[] out, int at) {
    sums.multiply(row, rows, 0, n, out, at);
  }

  @Override
  public String kernel() {
    return sums.kernel();
  }
}
