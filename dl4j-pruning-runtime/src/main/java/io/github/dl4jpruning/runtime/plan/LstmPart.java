package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Functions;
import java.util.Arrays;

/**
 * Long short-term memory with forget gates (Gers et al. 2000), and peepholes if there are weights
 * for them (Gers and Schmidhuber 2000). Gates lie as DL4J has them: cell input, forget, output,
 * input.
 */
final class LstmPart extends Part {
  private final RecurrentWeights weights;
  private final float[] peepholes;
  private final Activation activation;
  private final Activation gate;

  /**
   * An LSTM.
   *
   * @param peepholes {@code [3, n]} of forget, output, input, or null
   */
  LstmPart(Operation operation, RecurrentWeights weights, float[] peepholes) {
    super(operation);
    this.weights = weights;
    this.peepholes = peepholes;
    this.activation = Activation.of(operation, "activation");
    this.gate = Activation.of(operation, "gate_activation");
  }

  @Override
  long bytes() {
    return weights.bytes() + (peepholes == null ? 0 : 4L * peepholes.length);
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound extends Recurrence {
    private final float[] cell = new float[size * lanes];

    Bound(Frame frame) {
      super(operation, weights, frame);
    }

    @Override
    void begin() {
      Arrays.fill(cell, 0);
    }

    @Override
    void clear(int lane) {
      for (int i = lane; i < cell.length; i += lanes) {
        cell[i] = 0;
      }
    }

    @Override
    void step() {
      int n = size * lanes;
      if (peepholes != null) {
        peep(n, 0);
        peep(3 * n, 2 * size);
      }
      Functions.applyToGates(activation, gates, 0, n);
      Functions.applyToGates(gate, gates, n, 2 * n);
      Functions.applyToGates(gate, gates, 3 * n, 4 * n);
      for (int i = 0; i < n; i++) {
        cell[i] = cell[i] * gates[n + i] + gates[i] * gates[3 * n + i];
      }
      if (peepholes != null) {
        peep(2 * n, size);
      }
      Functions.applyToGates(gate, gates, 2 * n, 3 * n);
      System.arraycopy(cell, 0, state, 0, n);
      Functions.applyToGates(activation, state, 0, n);
      for (int i = 0; i < n; i++) {
        state[i] *= gates[2 * n + i];
      }
    }

    private void peep(int to, int from) {
      for (int i = 0; i < size; i++) {
        for (int j = i * lanes; j < (i + 1) * lanes; j++) {
          gates[to + j] += peepholes[from + i] * cell[j];
        }
      }
    }

    @Override
    public Facts facts() {
      return facts(bytes());
    }
  }
}
