package io.github.dl4jpruning.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much is pruned at each moment on the way to the target. Open: a lambda will do.
 *
 * <p>Implementations hold no state and answer the same for the same arguments.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The sparsity wanted at a moment.
   *
   * @param progress how much of the cadence has passed: 0 at its first position, 1 at its last,
   *     both included
   * @param target the sparsity to end with, 0 (included) to 1 (excluded)
   * @return the sparsity wanted, 0 (included) to 1 (excluded); where it falls from one call to the
   *     next, weights come back
   */
  double sparsityAt(double progress, double target);

  /**
   * Where the sparsity may turn from rising to falling or back: lets {@link Cadence#falls} see
   * every fall on a way of any length.
   *
   * @return moments above 0 and below 1, in any order, between which it only rises or only falls,
   *     whatever the target; empty if that is not known
   */
  default Optional<List<Double>> turningPoints() {
    return Optional.empty();
  }

  /**
   * The whole target from the first position on: one-shot pruning.
   *
   * @return the schedule
   */
  static Schedule constant() {
    return new Constant();
  }

  /**
   * Rises evenly from 0 to the target.
   *
   * @return the schedule
   */
  static Schedule linear() {
    return new Polynomial(1, 0);
  }

  /**
   * Rises fast at first and slowly at the end, with power 3: automated gradual pruning (Zhu and
   * Gupta 2017). The default.
   *
   * @return the schedule
   */
  static Schedule cubic() {
    return new Polynomial(3, 0);
  }

  /**
   * As {@link #cubic()} with any power and first value.
   *
   * @param power above 0; 1 is linear
   * @param initial the sparsity at the first position, 0 (included) to 1 (excluded)
   * @return the schedule
   * @throws IllegalArgumentException if a value is out of range
   */
  static Schedule polynomial(double power, double initial) {
    return new Polynomial(power, initial);
  }

  /**
   * Removes the same share of what is left at every position, as iterative magnitude pruning does.
   *
   * @return the schedule
   */
  static Schedule exponential() {
    return new Exponential(0);
  }

  /**
   * Rises along half a cosine: slowly at both ends.
   *
   * @return the schedule
   */
  static Schedule cosine() {
    return new Cosine(0);
  }

  /**
   * Straight lines between given points, from 0 at progress 0 to the target at progress 1 unless
   * points are given there.
   *
   * @param points fraction of the target, 0 to 1, by progress, 0 to 1; both ends included
   * @return the schedule
   * @throws IllegalArgumentException if a value is out of range, or the value at progress 1 is not
   *     1
   */
  static Schedule piecewise(Map<Double, Double> points) {
    return Piecewise.of(points);
  }

  /**
   * Prunes and recovers in turns: each cycle rises along half a cosine and falls back to a part of
   * its peak; the last one stays at the target. Weights return last removed first, at 0.
   *
   * @param cycles how often it rises, 1 to 10,000
   * @param recovery the share of a peak that is given back after it, 0 to 1, both included
   * @return the schedule
   * @throws IllegalArgumentException if a value is out of range
   */
  static Schedule cyclic(int cycles, double recovery) {
    return new Cyclic(cycles, recovery);
  }
}
