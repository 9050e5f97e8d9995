package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Window;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** Convolution: a sparse matrix by what its input channels and taps see. */
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

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final float[] y;
    private final Spans spans;

    Bound(Frame frame) {
      Tensor to = frame.get(operation.output());
      this.y = to.data;
      this.spans =
          Spans.of(Window.ofWeights(operation), in(frame), to.shape, matrix.sparse(), frame);
    }

    @Override
    public void run() {
      spans.multiply(y, epilogue);
    }

    @Override
    public Facts facts() {
      SparseMatrix sparse = matrix.sparse();
      long all = sparse.rows() * (long) sparse.columns() / operation.integer("group", 1);
      return Facts.of(
          spans.kernel(),
          matrix.density() + ", " + spans.width() + " columns at a time",
          spans.places() * sparse.nonZeros(),
          spans.places() * all,
          sparse.nonZeros() / (double) all,
          bytes() + spans.bytes());
    }
  }
}
