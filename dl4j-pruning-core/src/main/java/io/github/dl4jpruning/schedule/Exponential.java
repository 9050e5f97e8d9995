package io.github.dl4jpruning.schedule;

import java.util.List;
import java.util.Optional;

/**
 * The density falls by the same factor at every position: {@code 1 − (1 − initial) · ((1 − target)
 * / (1 − initial))^progress}.
 *
 * @param initial the sparsity at the first position, 0 (included) to 1 (excluded)
 */
public record Exponential(double initial) implements Schedule {
  /** Checks the range. */
  public Exponential {
    Ranges.requireInitial(initial);
  }

  @Override
  public double sparsityAt(double progress, double target) {
    if (progress <= 0 || progress >= 1) {
      return progress <= 0 ? initial : target;
    }
    return 1 - (1 - initial) * StrictMath.pow((1 - target) / (1 - initial), progress);
  }

  @Override
  public Optional<List<Double>> turningPoints() {
    return Optional.of(List.of());
  }

  @Override
  public String toString() {
    return Ranges.from("exponential", initial);
  }
}
