package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.runtime.kernel.ColumnMatrix;
import io.github.dl4jpruning.runtime.kernel.DenseColumns;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Locale;

/** A sparse matrix, and its other forms for single examples, made when first asked for. */
final class Matrix {
  /** Up to this density, four rows in lockstep beat dense columns. */
  static final double SPARSE = 0.15;

  private final SparseMatrix sparse;
  private ColumnMatrix columns;
  private DenseColumns dense;

  Matrix(SparseMatrix sparse) {
    this.sparse = sparse;
  }

  SparseMatrix sparse() {
    return sparse;
  }

  boolean isSparse() {
    return sparse.density() <= SPARSE;
  }

  /** Its density, as text. */
  String density() {
    return String.format(Locale.ROOT, "density %.3f", sparse.density());
  }

  synchronized ColumnMatrix columns() {
    if (columns == null) {
      columns = ColumnMatrix.of(sparse);
    }
    return columns;
  }

  synchronized DenseColumns dense() {
    if (dense == null) {
      dense = DenseColumns.of(sparse);
    }
    return dense;
  }

  synchronized long bytes() {
    return sparse.bytes()
        + (columns == null ? 0 : columns.bytes())
        + (dense == null ? 0 : dense.bytes());
  }
}
