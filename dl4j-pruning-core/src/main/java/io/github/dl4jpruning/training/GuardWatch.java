package io.github.dl4jpruning.training;

import io.github.dl4jpruning.schedule.Guard;
import java.util.Optional;
import java.util.OptionalDouble;

/** A guard's memory: the best score so far, and the latest. */
final class GuardWatch {
  private final Guard guard;
  private double best = Double.NEGATIVE_INFINITY;
  private Optional<Double> latest = Optional.empty();

  GuardWatch(Guard guard) {
    this.guard = guard;
  }

  OptionalDouble best() {
    return best == Double.NEGATIVE_INFINITY ? OptionalDouble.empty() : OptionalDouble.of(best);
  }

  OptionalDouble latest() {
    return latest.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  void load(OptionalDouble bestSeen, OptionalDouble latestSeen) {
    best = bestSeen.orElse(Double.NEGATIVE_INFINITY);
    latest = latestSeen.isPresent() ? Optional.of(latestSeen.getAsDouble()) : Optional.empty();
  }

  /** Asks for the score. */
  void look() {
    double score = guard.score().getAsDouble();
    if (score > best) {
      best = score;
    }
    latest = Optional.of(score);
  }

  /** What to do instead of the change that is due; empty to go ahead. NaN counts as a fall. */
  Optional<Guard.Action> veto() {
    boolean fallen = latest.isPresent() && !(latest.get() >= best - guard.maxDrop());
    latest = Optional.empty();
    return fallen ? Optional.of(guard.action()) : Optional.empty();
  }
}
