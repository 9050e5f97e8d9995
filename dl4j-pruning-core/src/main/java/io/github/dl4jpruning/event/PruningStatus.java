package io.github.dl4jpruning.event;

import io.github.dl4jpruning.mask.PrunedUnits;
import io.github.dl4jpruning.schedule.Cadence;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How far pruning has come.
 *
 * @param state the phase
 * @param unit what positions count
 * @param position iterations or epochs that have begun
 * @param last the position of the last mask change
 * @param reached how much of the targeted units is pruned
 * @param target the fraction to be reached, as whole units allow; empty for a threshold, whose
 *     sparsity is a result
 * @param warnings what the masks do to the network that people should hear of: a network that is
 *     severed, a layer that is down to one weight or one output. Two statuses are equal whatever
 *     they say here: it depends on whether removed structures are still in the network
 */
public record PruningStatus(
    State state,
    Cadence.Unit unit,
    long position,
    long last,
    PrunedUnits reached,
    OptionalDouble target,
    List<String> warnings) {
  /** Copies the list. */
  public PruningStatus {
    warnings = List.copyOf(warnings);
  }

  /** A status without warnings. */
  public PruningStatus(
      State state,
      Cadence.Unit unit,
      long position,
      long last,
      PrunedUnits reached,
      OptionalDouble target) {
    this(state, unit, position, last, reached, target, List.of());
  }

  /** The phase that pruning is in. */
  public enum State {
    /** No training step has been seen. */
    NOT_STARTED,
    /** Mask changes are still to come. */
    RUNNING,
    /** The guard has put off the latest change. */
    HELD,
    /** The guard has ended pruning before the target. */
    STOPPED,
    /** The target is reached; or there is none, and given masks are kept. */
    COMPLETE
  }

  /**
   * The sparsity reached.
   *
   * @return 0 to 1, as the recipe's amounts measure it
   */
  public double sparsity() {
    return reached.sparsity();
  }

  /**
   * Whether the target is reached.
   *
   * @return true once the last mask change is done
   */
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  /**
   * How much is left before the last mask change.
   *
   * @return iterations or epochs, at least 0; 0 if complete
   */
  public long remaining() {
    return isComplete() ? 0 : Math.max(0, last + 1 - position);
  }

  /**
   * The same with warnings.
   *
   * @param found sentences for people
   * @return a new status
   */
  public PruningStatus withWarnings(List<String> found) {
    return new PruningStatus(state, unit, position, last, reached, target, found);
  }

  public void requireComplete() {
    if (!isComplete()) {
      String wayOut =
          state == State.STOPPED ? "" : ". Train longer, or let the recipe's cadence end earlier";
      throw new IllegalStateException("Pruning is not complete: " + this + wayOut);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PruningStatus status
        && state == status.state
        && unit == status.unit
        && position == status.position
        && last == status.last
        && reached.equals(status.reached)
        && target.equals(status.target);
  }

  @Override
  public int hashCode() {
    return Objects.hash(state, unit, position, last, reached, target);
  }

  /**
   * For example {@code pruned 63.20 % of 90.00 %, 1200 iterations to go}, or {@code 4 of 8 filters
   * pruned (50.00 %), complete}.
   */
  @Override
  public String toString() {
    String wanted = reached.towards(target);
    String left = remaining() + (unit == Cadence.Unit.EPOCHS ? " epochs" : " iterations");
    String phase =
        switch (state) {
          case COMPLETE -> reached.towards(OptionalDouble.empty()) + ", complete";
          case HELD -> wanted + ", held by the guard, " + left + " to go";
          case STOPPED -> wanted + ", stopped by the guard";
          case NOT_STARTED -> wanted + ", not started, " + left + " to go";
          case RUNNING -> wanted + ", " + left + " to go";
        };
    return warnings.isEmpty() ? phase : phase + ". " + String.join(". ", warnings);
  }
}
