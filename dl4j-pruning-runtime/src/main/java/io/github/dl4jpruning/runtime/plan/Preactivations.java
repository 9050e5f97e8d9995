package io.github.dl4jpruning.runtime.plan;

/** Of a recurrent layer, step by step: {@code W·x + R·h + b}. */
abstract class Preactivations {
  final int steps;
  final int lanes;

  /** The state: {@code [size, lanes]}, and what kernels may read behind it. */
  final float[] state;

  /** What comes out: {@code [rows, lanes]}. */
  final float[] gates;

  private final RecurrentWeights weights;
  private final Tensor x;

  Preactivations(RecurrentWeights weights, Tensor x, Frame frame) {
    this.weights = weights;
    this.x = x;
    this.steps = x.shape[1];
    this.lanes = x.lanes;
    this.state = new float[weights.size * lanes + frame.kernels().spare()];
    this.gates = new float[weights.rows * lanes];
  }

  /** Makes the {@link #gates} of a step, of its inputs and the {@link #state}. */
  abstract void run(int t);

  /** Copies a step's inputs: {@code [inputs, lanes]}. */
  final void takeInputs(int t, float[] to, int numbers) {
    for (int i = 0, from = t * lanes; i < numbers; i += lanes, from += steps * lanes) {
      if (lanes == 1) {
        to[i] = x.data[from];
      } else {
        System.arraycopy(x.data, from, to, i, lanes);
      }
    }
  }

  final void addBias() {
    if (lanes == 1) {
      // A loop within the loop would take longer than the product.
      for (int row = 0; row < gates.length; row++) {
        gates[row] += weights.bias(row);
      }
      return;
    }
    for (int row = 0, at = 0; at < gates.length; row++, at += lanes) {
      float b = weights.bias(row);
      for (int i = at; i < at + lanes; i++) {
        gates[i] += b;
      }
    }
  }

  abstract String kernel();

  abstract String reason();

  /** Bytes of its own. */
  long bytes() {
    return 4L * (state.length + gates.length);
  }
}
