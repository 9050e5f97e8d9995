package io.github.dl4jpruning.program;

import java.util.Locale;

/** Functions of one number. {@code a}, {@code b}, {@code c} are the attributes of those names. */
public enum Function {
  /** {@code x}. */
  IDENTITY,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code x} where at least 0, else {@code a·x}. */
  LEAKY_RELU,
  /**
   * {@code min(x, a)} where above b, else {@code c·(x − b)}: DL4J's ReLU with a maximum, a
   * threshold and a negative slope.
   */
  CLIPPED_RELU,
  /** {@code max(x, a)}. */
  AT_LEAST,
  /** {@code x} where above {@code a}, else 0. */
  THRESHOLDED_RELU,
  /** {@code x} where positive, else {@code a·(eˣ − 1)}. */
  ELU,
  /** {@code b·x} where positive, else {@code b·a·(eˣ − 1)}. */
  SELU,
  /** {@code 1 / (1 + e⁻ˣ)}. */
  SIGMOID,
  /** {@code min(1, max(0, 0.2x + 0.5))}. */
  HARD_SIGMOID,
  /** The hyperbolic tangent. */
  TANH,
  /** {@code min(1, max(−1, x))}. */
  HARD_TANH,
  /** {@code max(0, tanh x)}. */
  RECTIFIED_TANH,
  /** {@code 1.7159·tanh(2x/3)} with tanh by a fraction: see Anguita et al. (1993). */
  RATIONAL_TANH,
  /** {@code ln(1 + eˣ)}. */
  SOFTPLUS,
  /** {@code x / (1 + |x|)}. */
  SOFTSIGN,
  /** {@code x·sigmoid(x)}. */
  SWISH,
  /** {@code x·tanh(ln(1 + eˣ))}. */
  MISH,
  /** {@code x·sigmoid(1.702x)}. */
  GELU,
  /** {@code x/2·(1 + tanh(√(2/π)·(x + 0.044715x³)))}. */
  GELU_TANH,
  /** {@code x³}. */
  CUBE,
  /** {@code eˣ}. */
  EXP;

  /** By its name, in any case. */
  static Function named(String where, String name) {
    for (Function function : values()) {
      if (function.name().equals(name.toUpperCase(Locale.ROOT))) {
        return function;
      }
    }
    throw new IllegalArgumentException(where + ": there is no function " + name);
  }

  /** Whether a larger x never gives less, so that it may trade places with a maximum. */
  boolean risesAlways(float a, float b, float c) {
    switch (this) {
      case IDENTITY:
      case RELU:
      case AT_LEAST:
      case SIGMOID:
      case HARD_SIGMOID:
      case TANH:
      case HARD_TANH:
      case RECTIFIED_TANH:
      case SOFTPLUS:
      case SOFTSIGN:
      case CUBE:
      case EXP:
        return true;
      case LEAKY_RELU:
        return a >= 0;
      default:
        return false;
    }
  }
}
