package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Window;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/**
 * A sparse matrix by what a window sees, a span of places at a time: read where it lies, or copied
 * first, as the kernels want it. Of the ways that there are the one is taken that promises the
 * least work.
 */
final class Spans {
  /** Nanoseconds of a copy's start and end, of a loop's, and of a multiply-add. */
  private static final double COPY = 4.5;

  /** Of a number that is copied to where it has to be fetched from again. */
  private static final double MOVE = 0.2;

  private static final double LOOP = 2;
  private static final double MULTIPLY_ADD = 0.05;

  /** Sums that stay in registers. */
  private static final int REGISTERS = 64;

  private final SparseMatrix matrix;
  private final Layout layout;
  private final int rows;
  private final int[] starts;
  private final Product product;
  private final int piece;
  private final float[] sums;

  private Spans(SparseMatrix matrix, Layout layout, int rows, Kernels kernels) {
    this.matrix = matrix;
    this.layout = layout;
    this.rows = rows;
    this.starts = layout.starts();
    int n = numbers(rows);
    int last = layout.group() % rows;
    int pieces = isScattered() ? 1 : (n + GemmPart.WIDEST - 1) / GemmPart.WIDEST;
    int most = (n + pieces - 1) / pieces;
    this.product =
        new Product(
            matrix,
            layout.distances(matrix.columns(), matrix.used()),
            most,
            numbers(last == 0 ? rows : last),
            kernels);
    this.piece = product.isLying() ? n : most;
    this.sums = new float[isScattered() ? n : 0];
  }

  /** The way of least work. */
  static Spans of(Window window, Tensor from, int[] small, SparseMatrix matrix, Frame frame) {
    Kernels kernels = frame.kernels();
    Scratch scratch = frame.scratch();
    Layout columns = new ColumnLayout(window, from, small, scratch, matrix.used());
    Spans best = new Spans(matrix, columns, columns.group(), kernels);
    if (window.isDense()) {
      Layout padded = new PaddedLayout(window, from, small, scratch);
      int more = Math.max(0, GemmPart.WIDEST - padded.width()) / padded.pitch();
      for (int rows : new int[] {1, Math.min(1 + more, padded.group())}) {
        Spans other = new Spans(matrix, padded, rows, kernels);
        best = other.cost() < best.cost() ? other : best;
      }
    }
    scratch.need(best.layout.size());
    return best;
  }

  /** Numbers from the first of so many rows to the last one's end. */
  private int numbers(int count) {
    return (count - 1) * layout.pitch() + layout.width();
  }

  /** Whether there are numbers between the rows that nobody asked for. */
  private boolean isScattered() {
    return rows > 1 && layout.pitch() != layout.width();
  }

  /** Nanoseconds, roughly. */
  private double cost() {
    double spans = starts.length / (double) rows;
    double pieces = numbers(rows) / (double) (product.isLying() ? REGISTERS : piece);
    double copies = layout.copies();
    copies += product.isLying() ? 0 : spans * Math.ceil(pieces) * matrix.used().length;
    copies += isScattered() ? matrix.rows() * (double) starts.length : 0;
    double each = Math.ceil(pieces) * LOOP + numbers(rows) * MULTIPLY_ADD;
    return layout.copied() * MOVE + copies * COPY + matrix.nonZeros() * spans * each;
  }

  /** {@code y[row] = Σ value · x}, for all rows of the matrix and all places. */
  void multiply(float[] y, Epilogue epilogue) {
    layout.update();
    int group = layout.group();
    for (int first = 0; first < starts.length; first += group) {
      for (int row = first; row < first + group; row += rows) {
        int count = Math.min(rows, first + group - row);
        if (isScattered()) {
          scattered(row, count, y, epilogue);
        } else {
          int n = count * layout.width();
          for (int i = 0; i < n; i += piece) {
            close(row, i, Math.min(piece, n - i), y, epilogue);
          }
        }
      }
    }
  }

  private void close(int row, int from, int n, float[] y, Epilogue epilogue) {
    product.take(layout.data(), starts[row] + from, n);
    for (int r = 0; r < matrix.rows(); r++) {
      int at = (r * starts.length + row) * layout.width() + from;
      product.row(r, y, at);
      epilogue.apply(r, y, at, n);
    }
  }

  private void scattered(int row, int count, float[] y, Epilogue epilogue) {
    int n = numbers(count);
    product.take(layout.data(), starts[row], n);
    int width = layout.width();
    for (int r = 0; r < matrix.rows(); r++) {
      int at = (r * starts.length + row) * width;
      product.row(r, sums, 0);
      for (int i = 0; i < count; i++) {
        System.arraycopy(sums, i * layout.pitch(), y, at + i * width, width);
      }
      epilogue.apply(r, y, at, count * width);
    }
  }

  int places() {
    return layout.places();
  }

  /** Columns at a time. */
  int width() {
    return isScattered() ? numbers(rows) : piece;
  }

  String kernel() {
    return product.kernel();
  }

  /** Bytes of what is copied, and of where it lies. */
  long bytes() {
    return product.bytes() + layout.bytes() + 4L * (starts.length + sums.length);
  }
}
