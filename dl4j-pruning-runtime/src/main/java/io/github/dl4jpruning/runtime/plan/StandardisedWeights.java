package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** With layer normalisation (Ba et al. 2016): what inputs and state give is standardised apart. */
final class StandardisedWeights extends RecurrentWeights {
  private final Matrix w;
  private final Matrix r;
  private final float[] scaleW;
  private final float[] scaleR;

  /**
   * Weights.
   *
   * @param w of the inputs, {@code [rows, inputs]}, the latter running fastest
   * @param r of the state, {@code [rows, size]}
   * @param bias of each row, or null
   * @param scaleW of each row of the inputs' part, or null if that is not standardised
   * @param scaleR of each row of the state's part, or null
   */
  StandardisedWeights(
      int rows, float[] w, float[] r, float[] bias, float[] scaleW, float[] scaleR) {
    super(rows, w.length / rows, r.length / rows, bias);
    this.w = new Matrix(SparseMatrix.of(rows, inputs, w));
    this.r = new Matrix(SparseMatrix.of(rows, size, r));
    this.scaleW = scaleW;
    this.scaleR = scaleR;
  }

  @Override
  long nonZeros() {
    return w.sparse().nonZeros() + r.sparse().nonZeros();
  }

  @Override
  long bytes() {
    return super.bytes() + w.bytes() + r.bytes();
  }

  @Override
  Preactivations bind(Tensor x, Frame frame) {
    return new Bound(x, frame);
  }

  private final class Bound extends Preactivations {
    private final MatrixProduct ofInputs;
    private final MatrixProduct ofState;
    private final float[] now;
    private final float[] sums;

    Bound(Tensor x, Frame frame) {
      super(StandardisedWeights.this, x, frame);
      this.ofInputs = new MatrixProduct(w, lanes, frame.kernels());
      this.ofState = new MatrixProduct(r, lanes, frame.kernels());
      this.now = new float[inputs * lanes + frame.kernels().spare()];
      this.sums = new float[gates.length];
    }

    @Override
    void run(int t) {
      takeInputs(t, now, inputs * lanes);
      ofInputs.run(now, sums);
      standardise(sums, scaleW);
      ofState.run(state, gates);
      standardise(gates, scaleR);
      for (int i = 0; i < sums.length; i++) {
        gates[i] += sums[i];
      }
      addBias();
    }

    private void standardise(float[] numbers, float[] scale) {
      for (int lane = 0; scale != null && lane < lanes; lane++) {
        NormalisationParts.standardise(numbers, lane, lanes, 0, rows, scale, null);
      }
    }

    @Override
    String kernel() {
      return ofInputs.kernel() + "; state: " + ofState.kernel();
    }

    @Override
    String reason() {
      return "inputs: " + w.density() + ", state: " + r.density();
    }

    @Override
    long bytes() {
      return super.bytes() + ofInputs.bytes() + ofState.bytes() + 4L * (now.length + sums.length);
    }
  }
}
