package io.github.dl4jpruning.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * A median with a 95 % confidence interval from order statistics: no assumption about the values
 * but that they are independent (Hahn and Meeker 1991, "Statistical Intervals", section 5.2).
 *
 * @param median the middle value, or the mean of the two middle ones
 * @param low the interval's lower end, one of the values
 * @param high its upper end, one of the values
 */
public record MedianInterval(double median, double low, double high) {
  /** The fewest values whose smallest and largest enclose the median with 95 % confidence. */
  public static final int MIN_VALUES = 6;

  private static final double TAIL = 0.025;

  /**
   * The median's interval.
   *
   * @param values in any order, at least {@link #MIN_VALUES}
   * @return the interval
   */
  public static MedianInterval of(double[] values) {
    if (values.length < MIN_VALUES) {
      throw new IllegalArgumentException(
          "A 95 %% interval of the median needs at least %d values, got %d"
              .formatted(MIN_VALUES, values.length));
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = lowerRank(sorted.length);
    return new MedianInterval(
        new Median().evaluate(values), sorted[rank - 1], sorted[sorted.length - rank]);
  }

  /**
   * The ratios of two series, pair by pair.
   *
   * @param numerators one series
   * @param denominators the other, as long
   * @return as many
   */
  public static double[] ratios(double[] numerators, double[] denominators) {
    double[] ratios = new double[numerators.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = numerators[i] / denominators[i];
    }
    return ratios;
  }

  /**
   * The largest rank r, from 1, with P(Binomial(n, 1/2) &lt; r) at most 2.5 %: the median lies
   * below the r-th smallest of n values with no more than that probability.
   */
  static int lowerRank(int n) {
    double logTerm = -n * Math.log(2);
    double below = 0;
    int rank = 0;
    while (below + Math.exp(logTerm) <= TAIL) {
      below += Math.exp(logTerm);
      logTerm += Math.log((double) (n - rank) / (rank + 1));
      rank++;
    }
    return rank;
  }

  /** As a percentage added to 1: {@code +0.31 % [+0.12, +0.49]} for a ratio of 1.0031. */
  String added() {
    return String.format(
        Locale.ROOT,
        "%+.2f %% [%+.2f, %+.2f]",
        100 * (median - 1),
        100 * (low - 1),
        100 * (high - 1));
  }
}
