package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Window;
import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/**
 * Convolution: of each input channel and tap that has a weight left, a row of what it sees; then a
 * sparse matrix by those rows, some hundred places at a time.
 */
final class ConvPart extends FusedPart {
  private final Matrix matrix;

  ConvPart(Operation operation, Matrix matrix, Epilogue epilogue) {
    super(operation, epilogue);
    this.matrix = matrix;
  }

  @Override
  Part with(Epilogue other) {
    return new ConvPart(operation, matrix, other);
  }

  @Override
  long bytes() {
    return super.bytes() + matrix.bytes();
  }

  /** So many places at a time that a row is some 256 numbers, whole rows of places if they fit. */
  static int places(Patches patches) {
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
    private final float[] y;
    private final Patches patches;
    private final int size;
    private final Block block;

    Bound(Frame frame) {
      Tensor from = in(frame);
      Tensor to = frame.get(operation.output());
      this.x = from.data;
      this.y = to.data;
      this.patches = new Patches(Window.ofWeights(operation), from.shape, to.shape, from.lanes);
      this.size = places(patches);
      this.block = frame.kernels().block(matrix.sparse(), size * patches.inner);
    }

    @Override
    public void run() {
      SparseMatrix sparse = matrix.sparse();
      int inner = patches.inner;
      int n = patches.places * inner;
      for (int from = 0; from < patches.places; from += size) {
        int to = Math.min(from + size, patches.places);
        for (int c : sparse.used()) {
          patches.fill(
              x, c / patches.taps, c % patches.taps, from, to, block.array(c), block.start(c));
        }
        for (int row = 0; row < sparse.rows(); row++) {
          int at = row * n + from * inner;
          block.multiply(row, (to - from) * inner, y, at);
          epilogue.apply(row, y, at, (to - from) * inner);
        }
      }
    }

    @Override
    public Facts facts() {
      SparseMatrix sparse = matrix.sparse();
      long all = sparse.rows() * (long) sparse.columns() / operation.integer("group", 1);
      return Facts.of(
          block.kernel(),
          matrix.density() + ", " + size * patches.inner + " columns at a time",
          patches.places * sparse.nonZeros(),
          patches.places * all,
          sparse.nonZeros() / (double) all,
          bytes() + block.bytes());
    }
  }
}
