package io.github.dl4jpruning.select;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits a whole number in proportion to weights, to the last unit.
 *
 * <p>Quotas first: those that would exceed a part's size are cut to it, and the others are scaled
 * anew until all is given out (Evci et al. 2020, appendix, do so for densities). Then largest
 * remainders (Hamilton's method): every part gets its quota rounded down, and the largest fractions
 * are rounded up, among equals the lowest index. Hamilton's method is not monotone in the total
 * (the Alabama paradox), so parts may be held to what they have; what one can't take then goes to
 * the others.
 */
final class Apportionment {
  /** Fractions that differ by less are equal. */
  private static final double ROUNDING = 1e-9;

  private final List<Part> parts;
  private final long total;
  private final boolean eachOne;
  private final double[] quotas;

  /**
   * One part.
   *
   * @param weight its share in proportion, above 0
   * @param size the most that it can take
   * @param step it takes multiples of this, at least 1
   * @param atLeast its quota is not rounded below this, if it lies next to it
   * @param atMost nor above this
   * @param has it gets no more than this
   */
  record Part(double weight, long size, long step, long atLeast, long atMost, long has) {}

  /** Of at least one part; each gets a step, if there are as many. */
  Apportionment(List<Part> parts, long total) {
    this.parts = parts;
    this.total = total;
    this.eachOne = total >= parts.stream().mapToLong(Part::step).sum();
    this.quotas = total == 0 ? new double[parts.size()] : exactly(scaled(scale()));
  }

  /** What each part would get if it could be divided at will. */
  double[] quotas() {
    return quotas.clone();
  }

  /** What each part gets; together the total as near as parts and steps allow, and no more. */
  long[] counts() {
    int n = parts.size();
    long[] lower = new long[n];
    long[] upper = new long[n];
    for (int i = 0; i < n; i++) {
      Part part = parts.get(i);
      long steps = (long) (quotas[i] / part.step + ROUNDING);
      long down = steps * part.step;
      long up = quotas[i] > down + ROUNDING * part.step ? down + part.step : down;
      lower[i] = Math.max(down, Math.min(up, part.atLeast));
      upper[i] = Math.max(down, Math.min(up, part.atMost));
    }
    long wanted = Math.max(sum(lower), Math.min(sum(upper), total));
    long[] counts = new long[n];
    for (int i = 0; i < n; i++) {
      counts[i] = Math.min(lower[i], parts.get(i).has);
    }
    Integer[] order = byRemainder(counts);
    long left = wanted - sum(counts);
    for (int beyond = 0; beyond <= n && left > 0; beyond++) {
      for (int i : order) {
        Part part = parts.get(i);
        if (part.step <= left && counts[i] + part.step <= most(part, upper[i], beyond)) {
          counts[i] += part.step;
          left -= part.step;
        }
      }
    }
    return counts;
  }

  /** Beyond its quota a part only takes what others can't. */
  private static long most(Part part, long upper, int beyond) {
    long most = Math.min(part.size, upper + beyond * part.step);
    return Math.min(part.has, Math.min(most, Math.max(upper, part.atMost)));
  }

  private Integer[] byRemainder(long[] counts) {
    Comparator<Integer> smallest =
        Comparator.comparingLong(
            i -> Math.round((quotas[i] - counts[i]) / parts.get(i).step / ROUNDING));
    return IntStream.range(0, counts.length)
        .boxed()
        .sorted(smallest.reversed().thenComparing(i -> i))
        .toArray(Integer[]::new);
  }

  /** Where all parts together take the total: by halving the way between the logarithms. */
  private double scale() {
    double low =
        parts.stream()
            .mapToDouble(p -> (eachOne ? p.step : (double) total / parts.size()) / p.weight)
            .min()
            .orElseThrow();
    double high = parts.stream().mapToDouble(p -> p.size / p.weight).max().orElseThrow();
    for (int halvings = 0; halvings < 100; halvings++) {
      double middle = Math.sqrt(low) * Math.sqrt(high);
      if (Arrays.stream(scaled(middle)).sum() < total) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** What those at no bound take, anew from what the others leave. */
  private double[] exactly(double[] near) {
    double rest = total;
    double weight = 0;
    for (int i = 0; i < near.length; i++) {
      if (isFree(i, near[i])) {
        weight += parts.get(i).weight;
      } else {
        rest -= near[i];
      }
    }
    double[] exact = near.clone();
    for (int i = 0; i < near.length; i++) {
      if (isFree(i, near[i])) {
        exact[i] = Math.min((double) parts.get(i).size, rest * parts.get(i).weight / weight);
      }
    }
    return exact;
  }

  private double[] scaled(double scale) {
    return parts.stream()
        .mapToDouble(
            part -> {
              double least = eachOne ? part.step : 0;
              double most = part.size;
              return Math.min(most, Math.max(least, scale * part.weight));
            })
        .toArray();
  }

  private boolean isFree(int i, double quota) {
    Part part = parts.get(i);
    return quota < (double) part.size && (!eachOne || quota > (double) part.step);
  }

  private static long sum(long[] values) {
    return Arrays.stream(values).sum();
  }
}
