package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Functions;

/** The simple recurrent layer, with layer normalisation of both products if there are gains. */
final class RnnPart extends Part {
  private final RecurrentWeights weights;
  private final Activation activation;

  RnnPart(Operation operation, RecurrentWeights weights) {
    super(operation);
    this.weights = weights;
    this.activation = Activation.of(operation, "activation");
  }

  @Override
  long bytes() {
    return weights.bytes();
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound extends Recurrence {
    Bound(Frame frame) {
      super(operation, weights, frame);
    }

    @Override
    void begin() {}

    @Override
    void clear(int lane) {}

    @Override
    void step() {
      System.arraycopy(gates, 0, state, 0, size * lanes);
      Functions.applyToGates(activation, state, 0, size * lanes);
    }

    @Override
    public Facts facts() {
      return facts(bytes());
    }
  }
}
