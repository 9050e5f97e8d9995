package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** A matrix by the first axis. */
final class GemmPart extends FusedPart {
  /** Numbers of a block's row at most: so that a few hundred rows stay in the second cache. */
  static final int WIDEST = 256;

  private final Matrix matrix;
  private final boolean perRow;

  /**
   * A product.
   *
   * @param perRow whether each row of the matrix is a channel of the output
   */
  GemmPart(Operation operation, Matrix matrix, Epilogue epilogue, boolean perRow) {
    super(operation, epilogue);
    this.matrix = matrix;
    this.perRow = perRow;
  }

  @Override
  Part with(Epilogue other) {
    return new GemmPart(operation, matrix, other, perRow);
  }

  @Override
  boolean perChannel() {
    return perRow;
  }

  @Override
  long bytes() {
    return super.bytes() + matrix.bytes();
  }

  @Override
  Step bind(Frame frame) {
    Tensor x = in(frame);
    Tensor y = frame.get(operation.output());
    int n = x.size() / matrix.sparse().columns();
    return n == 1 ? new One(x, y) : new Many(x, y, n, frame);
  }

  private Facts facts(String kernel, String reason, long bytes, long times) {
    SparseMatrix sparse = matrix.sparse();
    return Facts.of(
        kernel,
        reason,
        times * sparse.nonZeros(),
        times * sparse.rows() * sparse.columns(),
        sparse.density(),
        bytes() + bytes);
  }

  private final class One implements Step {
    private final float[] x;
    private final float[] y;
    private final VectorProduct product;

    One(Tensor x, Tensor y) {
      this.x = x.data;
      this.y = y.data;
      this.product = new VectorProduct(matrix);
    }

    @Override
    public void run() {
      product.run(x, y);
      epilogue.applyToAll(y, 0, matrix.sparse().rows(), 1);
    }

    @Override
    public Facts facts() {
      return GemmPart.this.facts(product.kernel(), product.reason(), product.bytes(), 1);
    }
  }

  private final class Many implements Step {
    private final float[] x;
    private final float[] y;
    private final int n;
    private final int width;
    private final int times;
    private final Product product;

    Many(Tensor x, Tensor y, int n, Frame frame) {
      this.x = x.data;
      this.y = y.data;
      this.n = n;
      this.times = n / x.lanes;
      int pieces = (n + WIDEST - 1) / WIDEST;
      this.width = (n + pieces - 1) / pieces;
      int last = n - (pieces - 1) * width;
      this.product = Product.ofRows(matrix.sparse(), n, width, last, frame.kernels());
    }

    @Override
    public void run() {
      SparseMatrix sparse = matrix.sparse();
      for (int from = 0; from < n; from += width) {
        int size = Math.min(width, n - from);
        product.take(x, from, size);
        for (int row = 0; row < sparse.rows(); row++) {
          product.row(row, y, row * n + from);
          epilogue.apply(row, y, row * n + from, size);
        }
      }
    }

    @Override
    public Facts facts() {
      return GemmPart.this.facts(
          product.kernel(), matrix.density() + ", " + n + " columns", product.bytes(), times);
    }
  }
}
