package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/** The rule for a layer of a user's own, which is named in {@code META-INF/services}. */
public final class Halving implements CustomLayer {
  /** Passes all on, though its class has no rule. */
  public static final class Own extends ActivationLayer {
    private static final long serialVersionUID = 1;

    Own() {
      super(Activation.IDENTITY);
    }
  }

  @Override
  public Class<? extends Layer> layer() {
    return Own.class;
  }

  @Override
  public Operation lower(Layer layer, String node, String output, String input, int... shape) {
    return Operation.of(Op.AFFINE, output, input).withNumber("alpha", 0.5f);
  }
}
