package io.github.dl4jpruning.schedule;

import java.util.List;
import java.util.Optional;

/** The whole target from the first position on. See {@link Schedule#constant()}. */
public record Constant() implements Schedule {
  @Override
  public double sparsityAt(double progress, double target) {
    return target;
  }

  @Override
  public Optional<List<Double>> turningPoints() {
    return Optional.of(List.of());
  }

  @Override
  public String toString() {
    return "at once";
  }
}
