package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import jdk.incubator.vector.FloatVector;

/** Vectors of 256 bits for blocks of eight columns and more, plain Java for narrower ones. */
public final class VectorKernels implements Kernels {
  /**
   * Kernels.
   *
   * @throws UnsupportedOperationException if the processor's vectors are narrower than 256 bits
   */
  public VectorKernels() {
    if (FloatVector.SPECIES_PREFERRED.length() < VectorBlock.LANES) {
      throw new UnsupportedOperationException("the processor's vectors have less than 256 bits");
    }
  }

  @Override
  public String name() {
    return "jdk.incubator.vector, 256 bits";
  }

  @Override
  public Block block(SparseMatrix matrix, int width) {
    return width < VectorBlock.LANES
        ? Kernels.plain().block(matrix, width)
        : new VectorBlock(matrix, width);
  }
}
