package io.github.dl4jpruning.schedule;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Looks for a fall between two mask changes that follow each other, at a bounded number of them.
 */
final class Falls {
  /** Up to so many changes are looked at one by one. */
  static final int WALKED = 10_000;

  /** A schedule that is flat may wobble by so much. */
  private static final double ROUNDING = 1e-9;

  private final Cadence cadence;
  private final Schedule schedule;
  private final double target;
  private final long last;

  Falls(Cadence cadence, Schedule schedule, double target) {
    this.cadence = cadence;
    this.schedule = schedule;
    this.target = target;
    this.last = cadence.changesAfterFirst();
  }

  boolean anywhere() {
    if (last <= WALKED) {
      return amongst(LongStream.rangeClosed(0, last));
    }
    Optional<List<Double>> turns = schedule.turningPoints();
    return amongst(turns.isPresent() ? around(turns.get()) : evenly());
  }

  /** Between turns values only rise or only fall: the changes next to turns and ends show which. */
  private LongStream around(List<Double> turns) {
    LongStream ends = LongStream.of(0, 1, last - 1, last);
    LongStream beside =
        turns.stream()
            .mapToLong(turn -> (long) (turn * last))
            .flatMap(change -> LongStream.rangeClosed(change - 1, change + 2))
            .filter(change -> change >= 0 && change <= last);
    return LongStream.concat(ends, beside).sorted();
  }

  private LongStream evenly() {
    double apart = (double) last / WALKED;
    LongStream spread = LongStream.range(0, WALKED).map(i -> (long) (i * apart));
    return LongStream.concat(spread, LongStream.of(last - 1, last)).sorted();
  }

  private boolean amongst(LongStream rising) {
    double[] before = {0};
    return rising
        .mapToDouble(change -> schedule.sparsityAt(progress(change), target))
        .anyMatch(
            sparsity -> {
              boolean falls = sparsity < before[0] - ROUNDING;
              before[0] = sparsity;
              return falls;
            });
  }

  private double progress(long change) {
    return cadence.progress(cadence.positionOf(change));
  }
}
