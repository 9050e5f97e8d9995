package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** Those of inputs and state as one matrix: rows of few weights cost more than their weights do. */
final class JoinedWeights extends RecurrentWeights {
  private final Matrix matrix;

  /**
   * Weights.
   *
   * @param w of the inputs, {@code [rows, inputs]}, the latter running fastest
   * @param r of the state, {@code [rows, size]}
   * @param bias of each row, or null
   */
  JoinedWeights(int rows, float[] w, float[] r, float[] bias) {
    super(rows, w.length / rows, r.length / rows, bias);
    this.matrix = new Matrix(SparseMatrix.of(rows, inputs + size, sideBySide(w, r)));
  }

  private SparseMatrix.Entries sideBySide(float[] w, float[] r) {
    return new SparseMatrix.Entries() {
      @Override
      public int count() {
        return inputs + size;
      }

      @Override
      public int column(int row, int i) {
        return i;
      }

      @Override
      public float value(int row, int i) {
        return i < inputs ? w[row * inputs + i] : r[row * size + i - inputs];
      }
    };
  }

  @Override
  long nonZeros() {
    return matrix.sparse().nonZeros();
  }

  @Override
  long bytes() {
    return super.bytes() + matrix.bytes();
  }

  @Override
  Preactivations bind(Tensor x, Frame frame) {
    return new Bound(x, frame);
  }

  private final class Bound extends Preactivations {
    private final MatrixProduct product;

    /** A step's inputs, then the state. */
    private final float[] both;

    Bound(Tensor x, Frame frame) {
      super(JoinedWeights.this, x, frame);
      this.product = new MatrixProduct(matrix, lanes, frame.kernels());
      this.both = new float[inputs * lanes + state.length];
    }

    @Override
    void run(int t) {
      takeInputs(t, both, inputs * lanes);
      System.arraycopy(state, 0, both, inputs * lanes, state.length);
      product.run(both, gates);
      addBias();
    }

    @Override
    String kernel() {
      return product.kernel();
    }

    @Override
    String reason() {
      return "inputs and state: " + matrix.density();
    }

    @Override
    long bytes() {
      return super.bytes() + product.bytes() + 4L * both.length;
    }
  }
}
