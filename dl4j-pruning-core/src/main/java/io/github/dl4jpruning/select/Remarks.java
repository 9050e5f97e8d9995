package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Where whole units and the one that each parameter keeps make something else of an aim. */
final class Remarks {
  /** A unit is large if it is more than this part of all. */
  private static final long NOTABLE = 100;

  private Remarks() {}

  static List<String> of(Budget budget, List<Pool> pools, long kept) {
    Measure measure = budget.measure();
    List<String> remarks = new ArrayList<>();
    long asked = budget.asked(pools);
    long total = measure.total(pools);
    if (kept != asked) {
      remarks.add(
          "The target would keep %s of the %s %s of %s; as each parameter keeps %s, %s stay: a"
                  .formatted(
                      asked,
                      total,
                      measure.noun(pools),
                      pools,
                      budget.limits().equals(Limits.DEFAULT)
                          ? "at least one"
                          : "what its limits say",
                      kept)
              + " sparsity of %s instead of %s"
                  .formatted(
                      decimals((double) (total - kept) / total),
                      decimals(
                          budget.amount() instanceof Amount.Sparsity sparsity && !isOfEach(budget)
                              ? sparsity.value()
                              : (double) (total - asked) / total)));
    }
    long largest = measure.isShared(pools) ? 0 : largestUnit(measure, pools);
    if (!measure.countsUnits(pools) && (largest == 0 || largest > total / NOTABLE)) {
      remarks.add(
          "Of the %s %s of %s, %s shall remain. Units go whole, the lowest scores first, until that"
                  .formatted(total, measure.noun(pools), pools, asked)
              + " is not exceeded%s"
                  .formatted(
                      largest == 0
                          ? ": less may remain"
                          : ": the largest is %s, so as few as %s may remain"
                              .formatted(largest, Math.max(0, asked - largest + 1))));
    }
    return remarks;
  }

  private static boolean isOfEach(Budget budget) {
    return budget.allocation() instanceof Allocation.PerParameter;
  }

  private static String decimals(double sparsity) {
    return BigDecimal.valueOf(sparsity)
        .round(new MathContext(6))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static long largestUnit(Measure measure, List<Pool> pools) {
    return pools.stream()
        .flatMapToLong(
            pool ->
                IntStream.range(0, pool.isOfWeights() ? 1 : pool.units().count())
                    .mapToLong(unit -> measure.of(pool, unit)))
        .max()
        .orElse(1);
  }
}
