package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Activation;
import java.util.List;

/** The functions that ONNX has within its recurrent operators. */
final class GateFunctions {
  private GateFunctions() {}

  /** Whether ONNX has it. */
  static boolean has(Activation activation) {
    return switch (activation.function()) {
      case SIGMOID, TANH, RELU, SOFTSIGN, SOFTPLUS -> true;
      case LEAKY_RELU, THRESHOLDED_RELU, ELU, HARD_SIGMOID, IDENTITY -> true;
      default -> false;
    };
  }

  /**
   * The name of a function that ONNX has; its numbers go to the ends of the lists.
   *
   * @param alphas of all functions that have an alpha, in their order
   * @param betas likewise
   */
  static String add(Activation activation, List<Float> alphas, List<Float> betas) {
    return switch (activation.function()) {
      case SIGMOID -> "Sigmoid";
      case TANH -> "Tanh";
      case RELU -> "Relu";
      case SOFTSIGN -> "Softsign";
      case SOFTPLUS -> "Softplus";
      case LEAKY_RELU -> with(alphas, activation.a(), "LeakyRelu");
      case THRESHOLDED_RELU -> with(alphas, activation.a(), "ThresholdedRelu");
      case ELU -> with(alphas, activation.a(), "Elu");
      case HARD_SIGMOID -> with(betas, 0.5f, with(alphas, 0.2f, "HardSigmoid"));
      case IDENTITY -> with(betas, 0, with(alphas, 1, "Affine"));
      default -> throw new IllegalArgumentException(activation.function().name());
    };
  }

  private static String with(List<Float> list, float value, String name) {
    list.add(value);
    return name;
  }
}
