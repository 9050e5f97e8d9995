package io.github.dl4jpruning.schedule;

import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * Holds pruning back when a score falls. The score, such as accuracy on validation data, is asked
 * for before each mask change, between two training steps; if it lies more than {@code maxDrop}
 * below the best one seen so far, the change is put off or given up.
 *
 * <p>Let the cadence start at iteration 1 or later, or at epoch 1: then the first score is that of
 * the dense network. A change at position 0 comes before any score.
 *
 * @param score higher is better
 * @param maxDrop how far the score may fall below the best so far, at least 0
 * @param action what to do when it falls further
 */
public record Guard(DoubleSupplier score, double maxDrop, Action action) {
  /** What a guard does. */
  public enum Action {
    /**
     * Skips this change. The next one is tried in its turn; after the cadence's end, every {@code
     * every} positions until the target is reached.
     */
    HOLD,
    /** Ends pruning for good; the masks stay as they are. */
    STOP
  }

  /** Checks the range. */
  public Guard {
    Objects.requireNonNull(score, "A guard needs a score");
    if (!(maxDrop >= 0)) {
      throw new IllegalArgumentException("A guard's drop must be at least 0, got " + maxDrop);
    }
  }

  /**
   * Skips mask changes while the score is too low.
   *
   * @param score higher is better
   * @param maxDrop how far it may fall below the best so far, at least 0
   * @return the guard
   * @throws IllegalArgumentException if the drop is negative or NaN
   */
  public static Guard hold(DoubleSupplier score, double maxDrop) {
    return new Guard(score, maxDrop, Action.HOLD);
  }

  /**
   * Ends pruning when the score is too low.
   *
   * @param score higher is better
   * @param maxDrop how far it may fall below the best so far, at least 0
   * @return the guard
   * @throws IllegalArgumentException if the drop is negative or NaN
   */
  public static Guard stop(DoubleSupplier score, double maxDrop) {
    return new Guard(score, maxDrop, Action.STOP);
  }
}
