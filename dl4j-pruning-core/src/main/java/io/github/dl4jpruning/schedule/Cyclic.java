package io.github.dl4jpruning.schedule;

import io.github.dl4jpruning.mask.Percent;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Prune and recover. With {@code n} cycles the way is cut into {@code 2n − 1} equal legs: rises
 * and, between them, recoveries. Peak {@code k} of {@code n} stands at {@code k/n} of the target; a
 * recovery falls to {@code (1 − recovery)} of the peak before it. All legs run along half a cosine.
 *
 * @param cycles how often it rises, 1 to 10,000
 * @param recovery the share of a peak that is given back, 0 to 1, both included
 */
public record Cyclic(int cycles, double recovery) implements Schedule {
  /** Of so many cycles each would be over before masks have changed within it. */
  private static final int MOST_CYCLES = 10_000;

  /** Checks the ranges. */
  public Cyclic {
    if (cycles < 1) {
      throw new IllegalArgumentException("A cyclic schedule has at least 1 cycle, got " + cycles);
    }
    if (cycles > MOST_CYCLES) {
      throw new IllegalArgumentException(
          "A cyclic schedule has at most %s cycles, got %s".formatted(MOST_CYCLES, cycles));
    }
    if (!(recovery >= 0 && recovery <= 1)) {
      throw new IllegalArgumentException(
          "The recovery of a cyclic schedule must be 0 to 1, got " + recovery);
    }
  }

  @Override
  public double sparsityAt(double progress, double target) {
    if (progress >= 1) {
      return target;
    }
    double legs = 2.0 * cycles - 1;
    int leg = (int) (progress * legs);
    double along = Cosine.rise(progress * legs - leg);
    double from = turn(leg - 1);
    double to = turn(leg);
    return (from + (to - from) * along) * target;
  }

  @Override
  public Optional<List<Double>> turningPoints() {
    int legs = 2 * cycles - 1;
    return Optional.of(
        recovery == 0
            ? List.of()
            : IntStream.range(1, legs).mapToObj(leg -> (double) leg / legs).toList());
  }

  /** The fraction of the target where leg {@code leg} ends. */
  private double turn(int leg) {
    if (leg < 0) {
      return 0;
    }
    int rises = leg / 2 + 1;
    double peak = (double) rises / cycles;
    return leg % 2 == 0 ? peak : peak * (1 - recovery);
  }

  @Override
  public String toString() {
    return "%s cycles that recover %s".formatted(cycles, Percent.of(recovery));
  }
}
