package io.github.dl4jpruning.select;

/** How much is to be pruned in the end. */
public sealed interface Amount permits Amount.Sparsity {
  /**
   * A fraction of the targeted weights.
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
  }

  /**
   * A fraction of the targeted weights.
   *
   * @param value the fraction to remove, 0 (included) to 1 (excluded)
   * @return the amount
   * @throws IllegalArgumentException if it is out of range
   */
  static Amount sparsity(double value) {
    return new Sparsity(value);
  }
}
