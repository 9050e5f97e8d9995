package io.github.dl4jpruning.runtime.kernel;

import java.util.Optional;

/** Plain Java: eight sums at a time for narrow blocks, vectorised rows for wide ones. */
final class PlainKernels implements Kernels {
  static final Kernels INSTANCE = new PlainKernels();

  /** From here on a loop over a row pays its start and end. */
  private static final int WIDE = 24;

  private PlainKernels() {}

  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public Block block(SparseMatrix matrix, int width) {
    return width < WIDE ? new NarrowBlock(matrix, width) : new WideBlock(matrix, width);
  }

  @Override
  public Optional<Shifted> shifted(SparseMatrix matrix, int[] distance, int width) {
    return width < WIDE
        ? Optional.of(new NarrowSums(matrix, matrix.byWeight(distance)))
        : Optional.empty();
  }
}
