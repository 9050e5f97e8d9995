package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which order units were removed, so that a schedule that falls can bring back the last one
 * first. Four bytes per unit of each parameter that was pruned; kept only where a schedule falls.
 *
 * <p>Units removed at the same moment are ordered by score, and equal scores by position: the
 * highest score, then the lowest index, comes back first. Not thread-safe.
 */
public final class RemovalOrder {
  private final Map<String, int[]> ranks = new HashMap<>();
  private int removals;

  /** An empty order. */
  public RemovalOrder() {}

  /**
   * An order as {@link #ranks()} gave it.
   *
   * @param ranks by parameter key; copied
   * @return the order
   */
  public static RemovalOrder of(Map<String, int[]> ranks) {
    RemovalOrder order = new RemovalOrder();
    ranks.forEach(
        (key, values) -> {
          order.ranks.put(key, values.clone());
          order.removals = Math.max(order.removals, Arrays.stream(values).max().orElse(0));
        });
    return order;
  }

  /**
   * Whether it is of these pools.
   *
   * @param pools all that may be pruned
   * @throws IllegalArgumentException if a pool has another number of units
   */
  public void requireFits(List<Pool> pools) {
    for (Pool pool : pools) {
      int[] known = ranks.get(pool.key());
      if (known != null && known.length != pool.units().count()) {
        throw new IllegalArgumentException(
            "It holds the removals of %s units for the %s of %s: it is of another network or recipe"
                .formatted(known.length, pool.units().count(), pool));
      }
    }
  }

  /** Notes that a unit goes now; later calls mean later removals. */
  void removed(Pool pool, int unit) {
    ranks.computeIfAbsent(pool.key(), key -> new int[pool.units().count()])[unit] = ++removals;
  }

  /** The higher, the later removed; 0 if it was removed before this order began. */
  int rank(Pool pool, int unit) {
    int[] known = ranks.get(pool.key());
    return known == null ? 0 : known[unit];
  }

  /**
   * The ranks: for each parameter one number per unit, higher = removed later, 0 = never noted.
   *
   * @return a copy, by parameter key
   */
  public Map<String, int[]> ranks() {
    Map<String, int[]> copy = new TreeMap<>();
    ranks.forEach((key, values) -> copy.put(key, values.clone()));
    return copy;
  }
}
