package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Operation;

/** Functions by their definitions. */
final class NaiveFunctions {
  private NaiveFunctions() {}

  static double of(Operation o, String attribute, double x) {
    return of(Activation.of(o, attribute), x);
  }

  static double of(Activation f, double x) {
    double a = f.a();
    return switch (f.function()) {
      case IDENTITY -> x;
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x >= 0 ? x : a * x;
      case CLIPPED_RELU -> x > f.b() ? Math.min(x, a) : f.c() * (x - f.b());
      case AT_LEAST -> Math.max(x, a);
      case THRESHOLDED_RELU -> x > a ? x : 0;
      case ELU -> x > 0 ? x : a * (Math.exp(x) - 1);
      case SELU -> f.b() * (x > 0 ? x : a * (Math.exp(x) - 1));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case HARD_SIGMOID -> Math.min(1, Math.max(0, 0.2 * x + 0.5));
      case TANH -> Math.tanh(x);
      case HARD_TANH -> Math.min(1, Math.max(-1, x));
      case RECTIFIED_TANH -> Math.max(0, Math.tanh(x));
      case RATIONAL_TANH -> {
        double y = 2 * x / 3;
        double d = 1 + Math.abs(y) + y * y + 1.41645 * Math.pow(y, 4);
        yield 1.7159 * Math.signum(y) * (1 - 1 / d);
      }
      case SOFTPLUS -> Math.log(1 + Math.exp(x));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SWISH -> x / (1 + Math.exp(-x));
      case MISH -> x * Math.tanh(Math.log(1 + Math.exp(x)));
      case GELU -> x / (1 + Math.exp(-1.702 * x));
      case GELU_TANH ->
          0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case CUBE -> x * x * x;
      case EXP -> Math.exp(x);
    };
  }
}
