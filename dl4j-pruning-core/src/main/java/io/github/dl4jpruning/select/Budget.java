package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/**
 * A target's aim, and how it is split.
 *
 * @param allocation how
 * @param amount the final amount, not a threshold
 * @param limits what parameters keep or lose; roundings heed them
 * @param measure what the amount counts
 */
record Budget(Allocation allocation, Amount amount, Limits limits, Measure measure) {
  /** Of densities that are compared; its inverse is the largest. */
  private static final double SMALLEST = 1e-100;

  /** Of parameters that may keep all they have. */
  static final ToLongFunction<Pool> WHOLE = pool -> Long.MAX_VALUE;

  /**
   * Splits the target.
   *
   * @param pools sorted by offset
   * @param now the sparsity wanted now on the way to a final one
   * @param has what a parameter has at most, as the amount measures it
   */
  List<Share> shares(List<Pool> pools, DoubleUnaryOperator now, ToLongFunction<Pool> has) {
    List<Share> shares = new ArrayList<>();
    if (allocation instanceof Allocation.PerParameter) {
      for (Pool pool : pools) {
        shares.add(one(List.of(pool), now.applyAsDouble(last(pools, pool))));
      }
      return shares;
    }
    Share all = one(pools, now.applyAsDouble(overall(pools)));
    if (allocation.scope() == Allocation.Scope.TARGET) {
      return List.of(all);
    }
    Limits limitsNow = limitsAt(now);
    List<Apportionment.Part> parts =
        pools.stream().map(pool -> part(pool, limitsNow, has)).toList();
    long[] counts = new Apportionment(parts, all.kept()).counts();
    for (int i = 0; i < counts.length; i++) {
      shares.add(new Share(List.of(pools.get(i)), counts[i]));
    }
    return shares;
  }

  /** What is asked for in the end, whatever floors and whole units make of it. */
  long asked(List<Pool> pools) {
    if (allocation instanceof Allocation.PerParameter) {
      return pools.stream()
          .mapToLong(pool -> Rounding.kept(measure.total(pool), last(pools, pool)))
          .sum();
    }
    return Rounding.kept(measure.total(pools), overall(pools));
  }

  /** Whether parameters compete with each other, and yet each loses a number of units. */
  boolean isAcrossWithLeast() {
    return allocation.scope() == Allocation.Scope.TARGET
        && limits.minSparsity() > 0
        && measure.kind() == Measure.Kind.UNITS;
  }

  /** The limits on the way: what each loses at least is never more than in the end. */
  Limits limitsAt(DoubleUnaryOperator now) {
    double last = limits.minSparsity();
    double min = last == 0 ? 0 : Math.max(0, Math.min(last, now.applyAsDouble(last)));
    return new Limits(limits.perParameter(), limits.perOutput(), min, limits.maxSparsity());
  }

  /** The sparsities to which schedules lead. */
  DoubleStream finalSparsities(List<Pool> pools) {
    return allocation instanceof Allocation.PerParameter
        ? pools.stream().mapToDouble(pool -> last(pools, pool)).distinct()
        : DoubleStream.of(overall(pools));
  }

  static List<Pool> sorted(List<Pool> pools) {
    return pools.stream().sorted(Comparator.comparingInt(Pool::offset)).toList();
  }

  private double last(List<Pool> pools, Pool pool) {
    Double own = ((Allocation.PerParameter) allocation).sparsities().get(pool.key());
    return own == null ? overall(pools) : own;
  }

  private double overall(List<Pool> pools) {
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

  /** Every parameter keeps a unit, unless that would be more than a number that was asked for. */
  private Share one(List<Pool> pools, double sparsity) {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new IllegalArgumentException(
          "The schedule wants a sparsity of %s for %s; it must be at least 0 and below 1"
              .formatted(sparsity, pools));
    }
    long kept = Rounding.kept(measure.total(pools), sparsity);
    boolean isNumber = measure.kind() != Measure.Kind.UNITS;
    return new Share(pools, isNumber ? kept : Math.max(kept, pools.size()));
  }

  private Apportionment.Part part(Pool pool, Limits limitsNow, ToLongFunction<Pool> has) {
    double density = allocation.density(pool);
    if (!(density >= SMALLEST && density <= 1 / SMALLEST)) {
      throw new IllegalArgumentException(
          "An allocation gives every parameter a density of %s to %s, got %s for %s"
              .formatted(SMALLEST, 1 / SMALLEST, density, pool));
    }
    long size = measure.total(pool);
    boolean isNumber = measure.kind() != Measure.Kind.UNITS;
    return new Apportionment.Part(
        density * size,
        size,
        measure.step(pool),
        isNumber ? 0 : limitsNow.keptOf(pool),
        isNumber ? size : Reachable.most(pool, limitsNow),
        has.applyAsLong(pool));
  }
}
