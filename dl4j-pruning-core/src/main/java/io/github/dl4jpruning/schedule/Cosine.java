package io.github.dl4jpruning.schedule;

import java.util.List;
import java.util.Optional;

/**
 * {@code initial + (target − initial) · (1 − cos(π · progress)) / 2}.
 *
 * @param initial the sparsity at the first position, 0 (included) to 1 (excluded)
 */
public record Cosine(double initial) implements Schedule {
  /** Checks the range. */
  public Cosine {
    Ranges.requireInitial(initial);
  }

  @Override
  public double sparsityAt(double progress, double target) {
    if (progress >= 1) {
      return target;
    }
    return initial + (target - initial) * rise(progress);
  }

  @Override
  public Optional<List<Double>> turningPoints() {
    return Optional.of(List.of());
  }

  /** Half a cosine from 0 to 1. */
  static double rise(double x) {
    return (1 - StrictMath.cos(Math.PI * x)) / 2;
  }

  @Override
  public String toString() {
    return Ranges.from("cosine", initial);
  }
}
