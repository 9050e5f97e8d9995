package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.structure.Granularity;

/**
 * Group lasso (Yuan &amp; Lin 2006; for networks, Wen et al. 2016): adds {@code strength · √n ·
 * ‖w‖₂} for each group of n weights to the loss, through its gradient, so that whole groups shrink
 * towards zero before they are pruned. DL4J's own L1 and L2 are set on its layers as usual.
 *
 * @param groups rows or columns, of every parameter that the recipe prunes
 * @param strength the factor, above 0
 * @param schedule how the strength rises over the recipe's cadence; constant by default
 */
public record Penalty(Granularity groups, double strength, Schedule schedule) {
  /** Checks the ranges. */
  public Penalty {
    if (!(strength > 0 && strength < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The strength of a penalty must be above 0 and finite, got " + strength);
    }
    if (!(groups instanceof Granularity.Row || groups instanceof Granularity.Column)) {
      throw new IllegalArgumentException(
          "Group lasso is over Granularity.column() or row(), got " + groups);
    }
  }

  /**
   * Group lasso of constant strength.
   *
   * @param groups rows or columns
   * @param strength the factor, above 0
   * @return the penalty
   * @throws IllegalArgumentException if a value is out of range
   */
  public static Penalty groupLasso(Granularity groups, double strength) {
    return new Penalty(groups, strength, Schedule.constant());
  }

  /**
   * The factor at some progress.
   *
   * @param progress how much of the cadence has passed, 0 to 1
   * @return at least 0
   */
  public double strengthAt(double progress) {
    // A schedule is made for sparsities: it drives one of a half, scaled.
    return strength * Math.max(0, 2 * schedule.sparsityAt(progress, 0.5));
  }

  @Override
  public String toString() {
    return "group lasso of %s over %s, %s".formatted(strength, groups, Words.of(schedule));
  }
}
