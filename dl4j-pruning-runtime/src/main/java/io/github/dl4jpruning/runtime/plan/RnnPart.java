package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Functions;

/** The simple recurrent layer, with layer normalisation of both products if there are gains. */
final class RnnPart extends Part {
  private final Matrix w;
  private final Matrix r;
  private final float[] bias;
  private final float[] scaleW;
  private final float[] scaleR;
  private final Activation activation;

  RnnPart(Operation operation, Matrix w, Matrix r, float[] bias, float[] scaleW, float[] scaleR) {
    super(operation);
    this.w = w;
    this.r = r;
    this.bias = bias;
    this.scaleW = scaleW;
    this.scaleR = scaleR;
    this.activation = Activation.of(operation, "activation");
  }

  @Override
  long bytes() {
    return w.bytes() + r.bytes() + (bias == null ? 0 : 4L * bias.length);
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound extends Recurrence {
    Bound(Frame frame) {
      super(operation, w, r, frame);
    }

    @Override
    void begin() {}

    @Override
    void clear(int lane) {}

    @Override
    void step(int at, boolean first) {
      for (int lane = 0; scaleW != null && lane < lanes; lane++) {
        NormalisationParts.standardise(inputs, at + lane, width, 0, rows, scaleW, null);
      }
      for (int lane = 0; scaleR != null && !first && lane < lanes; lane++) {
        NormalisationParts.standardise(gates, lane, lanes, 0, rows, scaleR, null);
      }
      addInputs(at, bias);
      System.arraycopy(gates, 0, state, 0, state.length);
      Functions.applyToGates(activation, state, 0, state.length);
    }

    @Override
    public Facts facts() {
      return facts(bytes());
    }
  }
}
