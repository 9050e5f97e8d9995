package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** Whether limits and patterns leave room for what a share is to keep. */
final class Reachable {
  private Reachable() {}

  static void require(Share share, Limits limits, Measure measure) {
    long atLeast = kept(share.pools(), measure, pool -> limits.keptOf(pool));
    long atMost = kept(share.pools(), measure, pool -> most(pool, limits));
    long total = measure.total(share.pools());
    if (atLeast > share.kept()) {
      throw new IllegalArgumentException(
          "The target would keep %s of the %s %s of %s, but the floors (%s per parameter, %s"
                  .formatted(
                      share.kept(),
                      total,
                      measure.noun(share.pools()),
                      share.pools(),
                      limits.perParameter(),
                      limits.perOutput())
              + " per output%s) keep %s: the largest reachable sparsity is %s"
                  .formatted(
                      limits.maxSparsity() < 1
                          ? ", at most %s of each pruned".formatted(limits.maxSparsity())
                          : "",
                      atLeast,
                      largest(total, atLeast)));
    }
    if (atMost < share.kept()) {
      throw new IllegalArgumentException(
          "The target would keep %s of the %s %s of %s, but the pattern or the least sparsity of"
                  .formatted(share.kept(), total, measure.noun(share.pools()), share.pools())
              + " each parameter leaves %s: the smallest reachable sparsity is %s"
                  .formatted(atMost, smallest(total, atMost)));
    }
  }

  /** What so many units of each parameter cost; where they differ, the most that it can be. */
  private static long kept(List<Pool> pools, Measure measure, ToLongFunction<Pool> units) {
    if (measure.isShared(pools)) {
      long[][] first = new long[pools.size()][];
      for (int p = 0; p < first.length; p++) {
        Pool pool = pools.get(p);
        first[p] =
            Arrays.copyOf(
                Bits.all((int) units.applyAsLong(pool)), (pool.units().count() + 63) >>> 6);
      }
      return Remaining.of(measure, pools, first).left();
    }
    return pools.stream()
        .mapToLong(pool -> units.applyAsLong(pool) * largestUnit(pool, measure))
        .sum();
  }

  /** How many units of a parameter may be kept at most. */
  static long most(Pool pool, Limits limits) {
    int units = pool.units().count();
    long pattern = pool.pattern().map(p -> p.largestKept()).orElse(units);
    return Math.min(pattern, limits.mostOf(pool));
  }

  private static long largestUnit(Pool pool, Measure measure) {
    long largest = measure.of(pool, 0);
    if (!pool.units().isSingles()) {
      for (int unit = 1; unit < pool.units().count(); unit++) {
        largest = Math.max(largest, measure.of(pool, unit));
      }
    }
    return largest;
  }

  /** The largest sparsity with at most six decimals that keeps so many. */
  private static double largest(long length, long kept) {
    double sparsity = Math.floor(1e6 * (length - kept) / length) / 1e6;
    while (Rounding.kept(length, sparsity) < kept) {
      sparsity = Math.floor(sparsity * 1e6 - 1) / 1e6;
    }
    return sparsity;
  }

  /** The smallest sparsity with at most six decimals that keeps so few. */
  private static double smallest(long length, long kept) {
    double sparsity = Math.ceil(1e6 * (length - kept) / length) / 1e6;
    while (Rounding.kept(length, sparsity) > kept) {
      sparsity = Math.ceil(sparsity * 1e6 + 1) / 1e6;
    }
    return sparsity;
  }
}
