package io.github.dl4jpruning.runtime.plan;

/** The weights of a recurrent layer. */
abstract class RecurrentWeights {
  final int rows;
  final int inputs;
  final int size;
  private final float[] bias;

  /**
   * Weights.
   *
   * @param bias of each row, or null
   */
  RecurrentWeights(int rows, int inputs, int size, float[] bias) {
    this.rows = rows;
    this.inputs = inputs;
    this.size = size;
    this.bias = bias;
  }

  final float bias(int row) {
    return bias == null ? 0 : bias[row];
  }

  /** Weights that are not zero. */
  abstract long nonZeros();

  /** What a session does with them. */
  abstract Preactivations bind(Tensor x, Frame frame);

  long bytes() {
    return bias == null ? 0 : 4L * bias.length;
  }
}
