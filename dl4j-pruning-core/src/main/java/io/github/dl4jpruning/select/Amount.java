package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Percent;

/**
 * How much is to be pruned in the end, of what one target picks. {@link Sparsity}, {@link
 * RemainingParameters} and {@link RemainingMacs} are aims, reached exactly (as far as whole units
 * allow); with a threshold, sparsity is what comes out.
 */
public sealed interface Amount {
  /**
   * A fraction of the targeted units: of single weights, unless the recipe's granularity says
   * otherwise.
   *
   * @param value the fraction to remove, 0 (included) to 1 (excluded)
   */
  record Sparsity(double value) implements Amount {
    /** Checks the range. */
    public Sparsity {
      if (!(value >= 0 && value < 1)) {
        throw new IllegalArgumentException(
            "Sparsity is the fraction to remove, at least 0 and below 1 (0.9 for 90 %), got "
                + value);
      }
    }

    /**
     * How many of some units are kept: n − round(s·n), half away from zero, in decimal arithmetic.
     *
     * @param units n, at least 0
     * @return 0 to {@code units}
     */
    public long kept(long units) {
      return Rounding.kept(units, value);
    }

    @Override
    public String toString() {
      return Percent.of(value);
    }
  }

  /**
   * A number of weights. Units go whole, so that less may remain where they are large: {@code
   * ResolvedRecipe.remarks()} says how few.
   *
   * @param count how many of the targeted weights are kept at most, at least 1; of structures: what
   *     is left of all parameters, biases and statistics included, that hold a part of one, once
   *     they are removed
   */
  record RemainingParameters(long count) implements Amount {
    /** Checks the range. */
    public RemainingParameters {
      if (count < 1) {
        throw new IllegalArgumentException("At least 1 parameter remains, got " + count);
      }
    }

    @Override
    public String toString() {
      return "all but %s parameters".formatted(count);
    }
  }

  /**
   * A number of multiply-accumulate operations; of large units less may remain, as with {@link
   * RemainingParameters}.
   *
   * @param count how many those of the targeted weights that are kept cost at most, for one example
   *     (of recurrent layers: for one time step), at least 1; of structures: what all weights that
   *     compute or read one cost, once they are removed
   */
  record RemainingMacs(long count) implements Amount {
    /** Checks the range. */
    public RemainingMacs {
      if (count < 1) {
        throw new IllegalArgumentException(
            "At least 1 multiply-accumulate operation remains, got " + count);
      }
    }

    @Override
    public String toString() {
      return "all but %s multiply-adds".formatted(count);
    }
  }

  /**
   * All units whose score is below a value. A schedule drives the value from 0 up.
   *
   * @param value finite; scores equal to it are kept
   */
  record Threshold(double value) implements Amount {
    /** Checks the range. */
    public Threshold {
      if (!(Math.abs(value) < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("A threshold must be finite, got " + value);
      }
    }

    @Override
    public String toString() {
      return "scores below " + value;
    }
  }

  /**
   * All weights below a multiple of their parameter's standard deviation (Han et al. 2015), which
   * is taken over the weights kept so far, at each mask change anew. A schedule drives the multiple
   * from 0 up.
   *
   * @param factor at least 0 and finite
   */
  record StandardDeviations(double factor) implements Amount {
    /** Checks the range. */
    public StandardDeviations {
      if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The multiple of the standard deviation must be at least 0 and finite, got " + factor);
      }
    }

    @Override
    public String toString() {
      return "weights within %s standard deviations of zero".formatted(factor);
    }
  }

  /**
   * Whether scores are compared with a value, so that sparsity is what comes out and there is
   * nothing to split.
   *
   * @return true for the two kinds of threshold
   */
  default boolean isThreshold() {
    return this instanceof Threshold || this instanceof StandardDeviations;
  }

  /**
   * See {@link Sparsity}.
   *
   * @param value the fraction to remove, 0 (included) to 1 (excluded)
   * @return the amount
   * @throws IllegalArgumentException if it is out of range
   */
  static Amount sparsity(double value) {
    return new Sparsity(value);
  }

  /**
   * See {@link RemainingParameters}.
   *
   * @param count at least 1
   * @return the amount
   * @throws IllegalArgumentException if it is out of range
   */
  static Amount remainingParameters(long count) {
    return new RemainingParameters(count);
  }

  /**
   * See {@link RemainingMacs}. Where the network's configuration does not tell the size of its
   * inputs, the recipe has to: {@code inputTypes(...)}.
   *
   * @param count at least 1
   * @return the amount
   * @throws IllegalArgumentException if it is out of range
   */
  static Amount remainingMacs(long count) {
    return new RemainingMacs(count);
  }

  /**
   * See {@link Threshold}.
   *
   * @param value finite
   * @return the amount
   * @throws IllegalArgumentException if it is not finite
   */
  static Amount threshold(double value) {
    return new Threshold(value);
  }

  /**
   * See {@link StandardDeviations}.
   *
   * @param factor at least 0 and finite
   * @return the amount
   * @throws IllegalArgumentException if it is out of range
   */
  static Amount standardDeviations(double factor) {
    return new StandardDeviations(factor);
  }
}
