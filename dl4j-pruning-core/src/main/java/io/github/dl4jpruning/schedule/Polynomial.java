package io.github.dl4jpruning.schedule;

import java.util.List;
import java.util.Optional;

/**
 * {@code target + (initial − target) · (1 − progress)^power} (Zhu and Gupta 2017, "To prune, or not
 * to prune"; their power is 3).
 *
 * @param power above 0; 1 is linear
 * @param initial the sparsity at the first position, 0 (included) to 1 (excluded)
 */
public record Polynomial(double power, double initial) implements Schedule {
  /** Checks the ranges. */
  public Polynomial {
    if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The power of a polynomial schedule must be above 0 and finite, got " + power);
    }
    Ranges.requireInitial(initial);
  }

  @Override
  public double sparsityAt(double progress, double target) {
    if (progress <= 0) {
      return initial;
    }
    return target + (initial - target) * StrictMath.pow(1 - progress, power);
  }

  @Override
  public Optional<List<Double>> turningPoints() {
    return Optional.of(List.of());
  }

  @Override
  public String toString() {
    String name = power == 3 ? "cubic" : power == 1 ? "linear" : "polynomial of power " + power;
    return Ranges.from(name, initial);
  }
}
