package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Parameters whose units compete with each other, and how much of them is kept.
 *
 * @param pools sorted by offset
 * @param kept how much is kept in all, as the amount measures it
 */
record Share(List<Pool> pools, long kept) {
  /**
   * Splits a target.
   *
   * @param pools the target's parameters
   * @param allocation how
   * @param amount the target's final amount, not a threshold
   * @param measure what the amount counts
   * @param now the sparsity wanted now on the way to a final one
   */
  static List<Share> split(
      List<Pool> pools,
      Allocation allocation,
      Amount amount,
      Measure measure,
      DoubleUnaryOperator now) {
    List<Pool> sorted = sorted(pools);
    double[] last = finalSparsities(sorted, allocation, amount, measure);
    List<Share> shares = new ArrayList<>();
    if (isOne(allocation)) {
      shares.add(of(sorted, now.applyAsDouble(last[0]), measure));
    } else {
      for (int i = 0; i < last.length; i++) {
        shares.add(of(List.of(sorted.get(i)), now.applyAsDouble(last[i]), measure));
      }
    }
    return shares;
  }

  static List<Pool> sorted(List<Pool> pools) {
    return pools.stream()
        .sorted(Comparator.comparingInt((Pool pool) -> pool.param().offset()))
        .toList();
  }

  /** Whether all parameters compete with each other. */
  static boolean isOne(Allocation allocation) {
    return allocation instanceof Allocation.Global || allocation instanceof Allocation.Lamp;
  }

  /** What each parameter, or all together, is to end with; one entry per pool. */
  static double[] finalSparsities(
      List<Pool> pools, Allocation allocation, Amount amount, Measure measure) {
    double overall = overall(pools, amount, measure);
    if (allocation instanceof Allocation.ErdosRenyi er) {
      return Densities.sparsities(pools, overall, er.withKernel(), measure);
    }
    return pools.stream()
        .mapToDouble(
            pool ->
                allocation instanceof Allocation.PerParameter map
                    ? map.sparsities().getOrDefault(pool.param().key(), overall)
                    : overall)
        .toArray();
  }

  private static double overall(List<Pool> pools, Amount amount, Measure measure) {
    if (amount instanceof Amount.Sparsity sparsity) {
      return sparsity.value();
    }
    long total = measure.total(pools);
    boolean macs = amount instanceof Amount.RemainingMacs;
    long kept =
        macs
            ? ((Amount.RemainingMacs) amount).count()
            : ((Amount.RemainingParameters) amount).count();
    if (kept > total) {
      throw new IllegalArgumentException(
          "%s %s shall remain, but %s have only %s"
              .formatted(
                  kept, macs ? "multiply-accumulate operations" : "parameters", pools, total));
    }
    return (double) (total - kept) / total;
  }

  private static Share of(List<Pool> pools, double sparsity, Measure measure) {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new IllegalArgumentException(
          "The schedule wants a sparsity of %s for %s; it must be at least 0 and below 1"
              .formatted(sparsity, pools));
    }
    long kept = Counts.kept(measure.total(pools), sparsity);
    return new Share(pools, Math.max(kept, pools.size()));
  }
}
