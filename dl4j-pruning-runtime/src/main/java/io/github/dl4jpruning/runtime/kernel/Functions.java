package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.program.Activation;

/** Functions of one number over ranges of arrays. */
public final class Functions {
  private static final float LARGEST = 7.9f;
  private static final double GELU = Math.sqrt(2 / Math.PI);

  private Functions() {}

  /** Applies a function to the elements from {@code from} to {@code to}, the latter excluded. */
  public static void apply(Activation activation, float[] x, int from, int to) {
    switch (activation.function()) {
      case IDENTITY:
        break;
      case RELU:
        for (int i = from; i < to; i++) {
          x[i] = Math.max(x[i], 0f);
        }
        break;
      case TANH:
        tanh(x, from, to);
        break;
      case SIGMOID:
        for (int i = from; i < to; i++) {
          x[i] = (float) (1 / (1 + Math.exp(-x[i])));
        }
        break;
      default:
        float a = activation.a();
        float b = activation.b();
        float c = activation.c();
        for (int i = from; i < to; i++) {
          x[i] = value(activation, x[i], a, b, c);
        }
    }
  }

  /** As {@link #apply}, with a sigmoid that is exact to 2e-7, in a tenth of the time. */
  public static void applyToGates(Activation activation, float[] x, int from, int to) {
    if (activation.function() == io.github.dl4jpruning.program.Function.SIGMOID) {
      for (int i = from; i < to; i++) {
        x[i] = 0.5f * tanh(0.5f * x[i]) + 0.5f;
      }
    } else {
      apply(activation, x, from, to);
    }
  }

  /** The hyperbolic tangent, in place. */
  public static void tanh(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = tanh(x[i]);
    }
  }

  /**
   * The hyperbolic tangent by a fraction of polynomials (Eigen's coefficients), within 4e-7; NaN
   * stays NaN. HotSpot vectorises loops of it.
   */
  public static float tanh(float number) {
    float x = Math.max(-LARGEST, Math.min(LARGEST, number));
    float y = x * x;
    float p =
        x
            * ((((((-2.7607684e-16f * y + 2.000188e-13f) * y - 8.604672e-11f) * y + 5.1222973e-08f)
                                    * y
                                + 1.48572235e-05f)
                            * y
                        + 6.3726195e-04f)
                    * y
                + 4.8935246e-03f);
    return p / (((1.1982584e-06f * y + 1.1853471e-04f) * y + 2.2684347e-03f) * y + 4.893525e-03f);
  }

  private static float value(Activation activation, float x, float a, float b, float c) {
    switch (activation.function()) {
      case LEAKY_RELU:
        return x >= 0 ? x : a * x;
      case CLIPPED_RELU:
        return x > b || Float.isNaN(x) ? Math.min(x, a) : c * (x - b);
      case AT_LEAST:
        return Math.max(x, a);
      case THRESHOLDED_RELU:
        return x > a || Float.isNaN(x) ? x : 0;
      case ELU:
        return x > 0 ? x : (float) (a * Math.expm1(x));
      case SELU:
        return x > 0 ? b * x : (float) (b * a * Math.expm1(x));
      case HARD_SIGMOID:
        return Math.min(1, Math.max(0, 0.2f * x + 0.5f));
      case HARD_TANH:
        return Math.min(1, Math.max(-1, x));
      case RECTIFIED_TANH:
        return Math.max(0, tanh(x));
      case RATIONAL_TANH:
        return rationalTanh(x);
      case SOFTPLUS:
        return (float) softplus(x);
      case SOFTSIGN:
        return Float.isInfinite(x) ? Math.signum(x) : x / (1 + Math.abs(x));
      case SWISH:
        return (float) timesSigmoid(x, x);
      case MISH:
        return x == Float.NEGATIVE_INFINITY ? 0 : (float) (x * Math.tanh(softplus(x)));
      case GELU:
        return (float) timesSigmoid(x, 1.702 * x);
      case GELU_TANH:
        return x == Float.NEGATIVE_INFINITY
            ? 0
            : (float) (0.5 * x * (1 + Math.tanh(GELU * (x + 0.044715 * x * x * x))));
      case CUBE:
        return x * x * x;
      case EXP:
        return (float) Math.exp(x);
      default:
        throw new AssertionError(activation.function());
    }
  }

  private static double timesSigmoid(double x, double of) {
    return x == Double.NEGATIVE_INFINITY ? 0 : x / (1 + Math.exp(-of));
  }

  private static double softplus(double x) {
    return x > 30 ? x : Math.log1p(Math.exp(x));
  }

  private static float rationalTanh(float number) {
    double x = 2.0 / 3 * number;
    double y = Math.abs(x);
    double tanh = Math.signum(x) * (1 - 1 / (1 + y + x * x + 1.41645 * x * x * x * x));
    return (float) (1.7159 * tanh);
  }
}
