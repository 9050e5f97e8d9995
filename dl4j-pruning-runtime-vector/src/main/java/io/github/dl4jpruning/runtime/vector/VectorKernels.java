package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.Pool;
import io.github.dl4jpruning.runtime.kernel.Shifted;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Optional;

/** The processor's vectors for rows of a vector and more, plain Java for shorter ones. */
public final class VectorKernels implements Kernels {
  /**
   * Kernels.
   *
   * @throws UnsupportedOperationException if the processor's vectors are narrower than 256 bits
   */
  public VectorKernels() {
    if (VectorSums.LANES < 8) {
      throw new UnsupportedOperationException("the processor's vectors have less than 256 bits");
    }
  }

  @Override
  public String name() {
    return "jdk.incubator.vector, " + 32 * VectorSums.LANES + " bits";
  }

  @Override
  public Block block(SparseMatrix matrix, int width) {
    return width < VectorSums.LANES
        ? Kernels.plain().block(matrix, width)
        : new VectorBlock(matrix, width);
  }

  @Override
  public Optional<Shifted> shifted(SparseMatrix matrix, int[] distance, int width) {
    return width < VectorSums.LANES
        ? Kernels.plain().shifted(matrix, distance, width)
        : Optional.of(new VectorSums(matrix, matrix.byWeight(distance)));
  }

  @Override
  public Pool pool(Pool.Row row) {
    return row.inner >= VectorSums.LANES && row.isInside()
        ? new VectorPool(row)
        : Kernels.plain().pool(row);
  }
}
