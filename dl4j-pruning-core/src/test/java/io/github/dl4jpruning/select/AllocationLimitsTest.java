package io.github.dl4jpruning.select;

import static io.github.dl4jpruning.select.Promises.NETWORKS;
import static io.github.dl4jpruning.select.Promises.assertSubset;
import static io.github.dl4jpruning.select.Promises.byOutput;
import static io.github.dl4jpruning.select.Promises.rising;
import static io.github.dl4jpruning.select.Promises.selector;
import static io.github.dl4jpruning.select.Promises.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Pool;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Floors and remaining weights that every allocation keeps to, on random shapes and schedules. */
class AllocationLimitsTest {
  @ParameterizedTest
  @MethodSource("io.github.dl4jpruning.select.Promises#allocations")
  void select_limits_keptAtEveryStepAndExactInTheEnd(Allocation allocation) {
    int reached = 0;
    for (int seed = 0; seed < 2 * NETWORKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      double last = random.nextInt(1_000) / 1_000.0;
      Limits limits =
          new Limits(
              random.nextInt(1, 4),
              random.nextInt(3) / 2,
              last * random.nextInt(3) / 2 * random.nextDouble(),
              random.nextBoolean() ? 1 : last + (1 - last) * random.nextInt(3) / 2);
      MaskSelector selector = selector(allocation, last, limits);
      try {
        selector.requireReachable(pools);
      } catch (IllegalArgumentException e) {
        continue; // said so
      }
      reached++;
      Map<String, Mask> masks = Map.of();
      for (double now : rising(random, last)) {
        double way = last == 0 ? 0 : now / last;
        Map<String, Mask> next =
            step(selector, pools, masks, random, target -> Math.min(target * way, 0.999));
        assertSubset(next, masks, seed);
        pools.forEach(pool -> assertFloors(pool, next.get(pool.key()), limits));
        masks = next;
      }
      for (Pool pool : pools) {
        long most = Rounding.kept(pool.units().count(), limits.minSparsity());
        long here = masks.get(pool.key()).kept();
        assertTrue(here <= Math.max(most, limits.keptOf(pool)), () -> pool + " keeps " + here);
      }
      long n = pools.stream().mapToLong(pool -> pool.units().count()).sum();
      long kept = masks.values().stream().mapToLong(Mask::kept).sum();
      assertEquals(
          selector.sparsity(pools, target -> target).orElseThrow(),
          (double) (n - kept) / n,
          1e-12,
          "seed " + seed);
    }
    assertTrue(reached > NETWORKS / 5, "only " + reached);
  }

  private static void assertFloors(Pool pool, Mask mask, Limits limits) {
    int units = pool.units().count();
    assertTrue(mask.kept() >= Math.min(limits.perParameter(), units));
    assertTrue(mask.kept() >= Rounding.kept(units, limits.maxSparsity()));
    if (limits.perOutput() > 0) {
      for (int count : byOutput(pool, mask)) {
        assertTrue(count >= 1);
      }
    }
  }

  // ---- numbers of weights and operations

  @ParameterizedTest
  @MethodSource("io.github.dl4jpruning.select.Promises#allocations")
  void select_remainingOfSingleWeights_neverMoreAndNoWholeUnitLess(Allocation allocation) {
    if (allocation instanceof Allocation.PerParameter) {
      return; // has its own number for each
    }
    for (int seed = 0; seed < NETWORKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      Map<String, Long> macs = new HashMap<>();
      pools.forEach(pool -> macs.put(pool.key(), random.nextLong(1, 30)));
      boolean operations = random.nextBoolean();
      long total =
          pools.stream()
              .mapToLong(p -> p.units().count() * (operations ? macs.get(p.key()) : 1))
              .sum();
      long asked = random.nextLong(1, total + 1);
      Amount amount = operations ? Amount.remainingMacs(asked) : Amount.remainingParameters(asked);
      MaskSelector selector = new MaskSelector(allocation, amount, Limits.DEFAULT, macs);
      try {
        selector.requireReachable(pools);
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains("reachable"), e::getMessage);
        continue;
      }
      Map<String, Mask> masks = step(selector, pools, Map.of(), random);
      long left =
          pools.stream()
              .mapToLong(p -> masks.get(p.key()).kept() * (operations ? macs.get(p.key()) : 1))
              .sum();
      long largest = operations ? Collections.max(macs.values()) : 1;
      assertTrue(left <= asked && left > asked - largest, left + " of " + asked);
    }
  }

  @Test
  void requireReachable_fewerThanParameters_errorForANumberAndARemarkForASparsity() {
    List<Pool> pools =
        List.of(
            Params.pool("a_W", 0, List.of(200L), Optional.empty()),
            Params.pool("b_W", 200, List.of(8L), Optional.empty()));
    MaskSelector number =
        new MaskSelector(
            Allocation.global(), Amount.remainingParameters(1), Limits.DEFAULT, Map.of());

    assertEquals(
        "The target would keep 1 of the 208 weights of [a_W[200], b_W[8]], but the floors (1 per"
            + " parameter, 0 per output) keep 2: the largest reachable sparsity is 0.990384",
        assertThrows(IllegalArgumentException.class, () -> number.requireReachable(pools))
            .getMessage());
    assertEquals(
        List.of(
            "The target would keep 0 of the 208 weights of [a_W[200], b_W[8]]; as each parameter"
                + " keeps at least one, 2 stay: a sparsity of 0.990385 instead of 0.9999"),
        selector(Allocation.global(), 0.9999, Limits.DEFAULT).remarks(pools));
    assertEquals(List.of(), selector(Allocation.erk(), 0.99, Limits.DEFAULT).remarks(pools));
  }

  @Test
  void density_outOfRange_error() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      MaskSelector selector = selector(pool -> wrong, 0.5, Limits.DEFAULT);

      assertEquals(
          "An allocation gives every parameter a density of 1.0E-100 to 1.0E100, got %s for a_W[4]"
              .formatted(wrong),
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      selector.requireReachable(
                          List.of(Params.pool("a_W", 0, List.of(4L), Optional.empty()))))
              .getMessage());
    }
  }
}
