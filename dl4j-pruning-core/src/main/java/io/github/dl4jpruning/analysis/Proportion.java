package io.github.dl4jpruning.analysis;

import java.util.Locale;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * How many of some examples, with the interval that the true share lies in: Wilson's (1927,
 * "Probable inference, the law of succession, and statistical inference"), which holds for few
 * examples and near 0 and 1 too, where the usual mean ± two standard errors does not.
 *
 * @param count those that are right, 0 to {@code of}
 * @param of all of them, at least 0
 */
public record Proportion(int count, int of) {
  /** How often intervals of this library hold the true value. */
  public static final double CONFIDENCE = 0.95;

  /** Checks that the count is one of so many. */
  public Proportion {
    if (count < 0 || count > of) {
      throw new IllegalArgumentException(
          "A proportion counts from 0 to all of its examples, got %s of %s".formatted(count, of));
    }
  }

  /**
   * The share.
   *
   * @return 0 to 1; 0 of no examples
   */
  public double value() {
    return of == 0 ? 0 : (double) count / of;
  }

  /**
   * The lower end of the interval of 95 %.
   *
   * @return 0 to {@link #value()}
   */
  public double low() {
    return count == 0 ? 0 : interval().getLowerBound();
  }

  /**
   * Its upper end.
   *
   * @return {@link #value()} to 1; 1 of no examples
   */
  public double high() {
    return count == of ? 1 : interval().getUpperBound();
  }

  private ConfidenceInterval interval() {
    return new WilsonScoreInterval().createInterval(of, count, CONFIDENCE);
  }

  /** For example {@code 98.52 % [98.26, 98.74]}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.2f %% [%.2f, %.2f]", 100 * value(), 100 * low(), 100 * high());
  }
}
