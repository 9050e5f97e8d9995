package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Window;
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

  /** So many places at a time that a row is some 256 numbers, whole rows of places if they fit. */
  private static int places(Patches patches) {
    int most = Math.max(1, Math.min(patches.places, GemmPart.WIDEST / patches.inner));
    int pieces = (patches.places + most - 1) / most;
    int even = (patches.places + pieces - 1) / pieces;
    int rows = (even + patches.width() - 1) / patches.width() * patches.width();
    return rows <= most ? rows : even;
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
    private final Product product;
    private final float[] sums;

    Bound(Frame frame) {
      Tensor from = in(frame);
      this.x = from.data;
      this.y = frame.get(operation.output());
      this.patches = new Patches(Window.ofWeights(operation), y.shape, from.shape, y.lanes);
      this.size = places(patches);
      this.sums = new float[size * patches.inner];
      int apart = patches.places * patches.inner;
      int last = apart % sums.length == 0 ? sums.length : apart % sums.length;
      this.product = Product.ofRows(matrix.sparse(), apart, sums.length, last, frame.kernels());
    }

    @Override
    public void run() {
      SparseMatrix sparse = matrix.sparse();
      int inner = patches.inner;
      Arrays.fill(y.data, 0, y.size(), 0);
      for (int from = 0; from < patches.places; from += size) {
        int to = Math.min(from + size, patches.places);
        product.take(x, from * inner, (to - from) * inner);
        for (int row = 0; row < sparse.rows(); row++) {
          if (sparse.length(row) > 0) {
            product.row(row, sums, 0);
            patches.add(sums, from, to, y.data, row / patches.taps, row % patches.taps);
          }
        }
      }
      epilogue.applyToAll(y.data, 0, y.channels(), y.perChannel());
    }

    @Override
    public Facts facts() {
      SparseMatrix sparse = matrix.sparse();
      return Facts.of(
          product.kernel() + ", added where the taps are",
          matrix.density() + ", " + sums.length + " columns at a time",
          patches.places * sparse.nonZeros(),
          (long) patches.places * sparse.rows() * sparse.columns(),
          sparse.density(),
          bytes() + product.bytes() + 4L * sums.length);
    }
  }
}
