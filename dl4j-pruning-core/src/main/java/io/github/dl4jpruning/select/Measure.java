package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.StructureCost;
import io.github.dl4jpruning.structure.StructureGroup;
import io.github.dl4jpruning.structure.StructurePool;
import java.util.List;
import java.util.Map;

/**
 * What an amount counts: units, weights, or multiply-accumulate operations.
 *
 * @param kind which
 * @param macs operations per weight, by parameter key; only for {@link Kind#MACS}
 */
record Measure(Kind kind, Map<String, Long> macs) {
  enum Kind {
    UNITS,
    WEIGHTS,
    MACS
  }

  static Measure of(Amount amount, Map<String, Long> macs) {
    Kind kind =
        amount instanceof Amount.RemainingParameters
            ? Kind.WEIGHTS
            : amount instanceof Amount.RemainingMacs ? Kind.MACS : Kind.UNITS;
    return new Measure(kind, macs);
  }

  /** Whether what one unit costs depends on which others are there. */
  boolean isShared(List<Pool> pools) {
    return kind != Kind.UNITS && pools.stream().allMatch(StructurePool.class::isInstance);
  }

  /** What structures cost, with all of them there. */
  StructureCost cost(List<Pool> pools) {
    return new StructureCost(
        groups(pools), param -> kind == Kind.WEIGHTS ? 1 : macs.getOrDefault(param.key(), 0L));
  }

  /** The groups of pools that are all of structures. */
  static List<StructureGroup> groups(List<Pool> pools) {
    return pools.stream().map(StructurePool.class::cast).map(StructurePool::group).toList();
  }

  /** Whether every unit of all the pools counts as one. */
  boolean countsUnits(List<Pool> pools) {
    return kind == Kind.UNITS
        || (kind == Kind.WEIGHTS && pools.stream().allMatch(Pool::isOfWeights));
  }

  long of(Pool pool, int unit) {
    return switch (kind) {
      case UNITS -> 1;
      case WEIGHTS -> pool.units().sizeOf(unit);
      case MACS -> pool.units().sizeOf(unit) * perWeight(pool);
    };
  }

  /** What all units of a pool cost that cost the same; else 1. */
  long step(Pool pool) {
    return pool.isOfWeights() ? Math.max(1, of(pool, 0)) : 1;
  }

  long total(Pool pool) {
    return switch (kind) {
      case UNITS -> pool.units().count();
      case WEIGHTS -> pool.units().length();
      case MACS -> pool.units().length() * perWeight(pool);
    };
  }

  long total(List<Pool> pools) {
    return isShared(pools) ? cost(pools).left() : pools.stream().mapToLong(this::total).sum();
  }

  /** What is counted, in plural. */
  String noun(List<Pool> pools) {
    return switch (kind) {
      case MACS -> "multiply-accumulate operations";
      case WEIGHTS -> isShared(pools) ? "parameters" : "weights";
      case UNITS -> pools.stream().allMatch(pool -> pool.units().isSingles()) ? "weights" : "units";
    };
  }

  private long perWeight(Pool pool) {
    Long known = macs.get(pool.key());
    if (known == null) {
      throw new IllegalArgumentException(
          "The multiply-accumulate operations of %s are not known: use another amount for it, or"
                  .formatted(pool)
              + " leave it alone");
    }
    return known;
  }
}
