package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.Pool;
import io.github.dl4jpruning.runtime.kernel.Shifted;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Optional;

/** Products and pooling in the processor's vectors. */
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
    return new VectorBlock(matrix, width);
  }

  @Override
  public Optional<Shifted> shifted(SparseMatrix matrix, int[] distance, int width) {
    return width == 1
        ? Kernels.plain().shifted(matrix, distance, width)
        : Optional.of(new VectorSums(matrix, matrix.byWeight(distance)));
  }

  @Override
  public int spare() {
    return VectorSums.LANES;
  }

  @Override
  public Pool pool(Pool.Plane plane) {
    return plane.isInside() ? new VectorPool(plane) : Kernels.plain().pool(plane);
  }
}
