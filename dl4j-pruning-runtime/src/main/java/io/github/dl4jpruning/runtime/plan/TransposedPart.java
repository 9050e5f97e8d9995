package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Window;
import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Arrays;

/**
 * A convolution's transpose: a sparse matrix with a row for each output channel and tap by the
 * input, each row added where the tap sees the output. No multiplications by inserted zeros.
 */
final class TransposedPart extends FusedPart {
  private final Matrix matrix;

  /**
   * A transposed convolution.
   *
   * @param matrix {@code [out · taps, in]}
   */
  TransposedPart(Operation operation, Matrix matrix, Epilogue epilogue) {
    super(operation, epilogue);
    this.matrix = matrix;
  }

  @Override
  Part with(Epilogue other) {
    return new TransposedPart(operation, matrix, other);
  }

  @Override
  long bytes() {
    return super.bytes() + matrix.bytes();
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final float[] x;
    private final Tensor y;
    private final Patches patches;
    private final int size;
    private final Block block;
    private final float[] product;

    Bound(Frame frame) {
      Tensor from = in(frame);
      this.x = from.data;
      this.y = frame.get(operation.output());
      this.patches = new Patches(Window.ofWeights(operation), y.shape, from.shape, y.lanes);
      this.size = ConvPart.places(patches);
      this.product = new float[size * patches.inner];
      this.block = frame.kernels().block(matrix.sparse(), product.length);
    }

    @Override
    public void run() {
      SparseMatrix sparse = matrix.sparse();
      int inner = patches.inner;
      Arrays.fill(y.data, 0, y.size(), 0);
      for (int from = 0; from < patches.places; from += size) {
        int to = Math.min(from + size, patches.places);
        int n = (to - from) * inner;
        for (int c : sparse.used()) {
          int at = (c * patches.places + from) * inner;
          System.arraycopy(x, at, block.array(c), block.start(c), n);
        }
        for (int row = 0; row < sparse.rows(); row++) {
          if (sparse.length(row) > 0) {
            block.multiply(row, n, product, 0);
            patches.add(product, from, to, y.data, row / patches.taps, row % patches.taps);
          }
        }
      }
      epilogue.applyToAll(y.data, 0, y.channels(), y.perChannel());
    }

    @Override
    public Facts facts() {
      SparseMatrix sparse = matrix.sparse();
      return Facts.of(
          block.kernel() + ", added where the taps are",
          matrix.density() + ", " + product.length + " columns at a time",
          patches.places * sparse.nonZeros(),
          (long) patches.places * sparse.rows() * sparse.columns(),
          sparse.density(),
          bytes() + block.bytes());
    }
  }
}
