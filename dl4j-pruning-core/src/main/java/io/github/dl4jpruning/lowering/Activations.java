package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import io.github.dl4jpruning.program.Op;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** DL4J's activations in inference, by exact class. */
final class Activations {
  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_LAMBDA = 1.050701f;

  private static final Map<Class<?>, Function> PLAIN =
      Map.ofEntries(
          Map.entry(ActivationIdentity.class, Function.IDENTITY),
          Map.entry(ActivationReLU.class, Function.RELU),
          Map.entry(ActivationSigmoid.class, Function.SIGMOID),
          Map.entry(ActivationHardSigmoid.class, Function.HARD_SIGMOID),
          Map.entry(ActivationTanH.class, Function.TANH),
          Map.entry(ActivationHardTanH.class, Function.HARD_TANH),
          Map.entry(ActivationRectifiedTanh.class, Function.RECTIFIED_TANH),
          Map.entry(ActivationRationalTanh.class, Function.RATIONAL_TANH),
          Map.entry(ActivationSoftPlus.class, Function.SOFTPLUS),
          Map.entry(ActivationSoftSign.class, Function.SOFTSIGN),
          Map.entry(ActivationSwish.class, Function.SWISH),
          Map.entry(ActivationMish.class, Function.MISH),
          Map.entry(ActivationCube.class, Function.CUBE));

  private Activations() {}

  static Flow emit(Place place, IActivation activation, Flow flow) {
    if (activation.getClass() == ActivationSoftmax.class) {
      return place.emit(place.operation(Op.SOFTMAX, flow.name()), flow);
    }
    Activation function =
        of(activation)
            .orElseThrow(
                () ->
                    place.refused(
                        "it has no rule for the activation "
                            + activation.getClass().getSimpleName()));
    return function.isIdentity()
        ? flow
        : place.emit(function.into(place.operation(Op.ACTIVATION, flow.name()), "function"), flow);
  }

  static Optional<Activation> of(IActivation activation) {
    Function plain = PLAIN.get(activation.getClass());
    if (plain != null) {
      return Optional.of(Activation.of(plain));
    }
    if (activation.getClass() == ActivationLReLU.class) {
      float alpha = (float) ((ActivationLReLU) activation).getAlpha();
      return Optional.of(Activation.of(Function.LEAKY_RELU, alpha, 0, 0));
    }
    if (activation.getClass() == ActivationRReLU.class) {
      ActivationRReLU random = (ActivationRReLU) activation;
      // DL4J 1.0.0-M2.1 takes the mean slope for a lower bound
      float mean = (float) ((random.getL() + random.getU()) / 2);
      return Optional.of(Activation.of(Function.AT_LEAST, mean, 0, 0));
    }
    if (activation.getClass() == ActivationReLU6.class) {
      return Optional.of(Activation.of(Function.CLIPPED_RELU, 6, 0, 0));
    }
    if (activation.getClass() == ActivationELU.class) {
      float alpha = (float) ((ActivationELU) activation).getAlpha();
      return Optional.of(Activation.of(Function.ELU, alpha, 0, 0));
    }
    if (activation.getClass() == ActivationSELU.class) {
      return Optional.of(Activation.of(Function.SELU, SELU_ALPHA, SELU_LAMBDA, 0));
    }
    if (activation.getClass() == ActivationThresholdedReLU.class) {
      float theta = (float) ((ActivationThresholdedReLU) activation).getTheta();
      return Optional.of(Activation.of(Function.THRESHOLDED_RELU, theta, 0, 0));
    }
    if (activation.getClass() == ActivationGELU.class) {
      boolean precise = ((ActivationGELU) activation).isPrecise();
      return Optional.of(Activation.of(precise ? Function.GELU_TANH : Function.GELU));
    }
    return Optional.empty();
  }
}
