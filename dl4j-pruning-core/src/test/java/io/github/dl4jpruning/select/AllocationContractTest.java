package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every allocation promises, a user's own among them, on random shapes and schedules. */
class AllocationContractTest {
  private static final int NETWORKS = 250;

  static Stream<Allocation> allocations() {
    Allocation own = pool -> 1 / Math.sqrt(pool.units().count());
    Allocation steep = pool -> Math.pow(10, -pool.param().offset() % 7);
    Allocation steepest = pool -> pool.param().offset() % 2 == 0 ? 1e-100 : 1e100;
    return Stream.concat(MaskSelectorTest.allocations(), Stream.of(own, steep, steepest));
  }

  /** Rising schedules, some with a first value that single parameters have yet to reach. */
  @ParameterizedTest
  @MethodSource("allocations")
  void select_risingSchedule_exactTotalsAndMonotone(Allocation allocation) {
    for (int seed = 0; seed < NETWORKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      double last = random.nextInt(1_000) / 1_000.0;
      MaskSelector selector = selector(allocation, last, Limits.DEFAULT);
      Map<String, Mask> masks = Map.of();
      for (double now : rising(random, last)) {
        Map<String, Mask> next = step(selector, pools, masks, random, target -> now);

        assertTotal(allocation, pools, next, now);
        assertSubset(next, masks, seed);
        assertEquals(
            selector.sparsity(pools, target -> now).orElseThrow(),
            selector.reached(pools, MaskStore.of(next)),
            1e-12);
        masks = next;
      }
    }
  }

  private static void assertTotal(
      Allocation allocation, List<Pool> pools, Map<String, Mask> masks, double sparsity) {
    if (allocation instanceof Allocation.PerParameter) {
      for (Pool pool : pools) {
        assertEquals(
            Math.max(1, Rounding.kept(pool.units().count(), sparsity)),
            masks.get(pool.param().key()).kept());
      }
      return;
    }
    long n = pools.stream().mapToLong(pool -> pool.units().count()).sum();
    long kept = masks.values().stream().mapToLong(Mask::kept).sum();
    assertEquals(Math.max(pools.size(), Rounding.kept(n, sparsity)), kept);
    masks.values().forEach(mask -> assertTrue(mask.kept() >= 1));
  }

  /** A fraction of a weight is all that proportions may miss. */
  @Test
  void select_uniformAtOnce_eachWithinOneOfItsShare() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      double sparsity = random.nextInt(1_000) / 1_000.0;
      long n = pools.stream().mapToLong(pool -> pool.units().count()).sum();
      long kept = Rounding.kept(n, sparsity);
      Map<String, Mask> masks =
          step(selector(Allocation.uniform(), sparsity, Limits.DEFAULT), pools, Map.of(), random);
      for (Pool pool : pools) {
        double share = (double) kept * pool.units().count() / n;
        long here = masks.get(pool.param().key()).kept();
        if (pools.stream().allMatch(p -> (double) kept * p.units().count() / n >= 1)) {
          assertEquals(share, (double) here, 1 - 1e-9, () -> pool + " of " + pools);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("allocations")
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
        pools.forEach(pool -> assertFloors(pool, next.get(pool.param().key()), limits));
        masks = next;
      }
      for (Pool pool : pools) {
        long most = Rounding.kept(pool.units().count(), limits.minSparsity());
        long here = masks.get(pool.param().key()).kept();
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

  @Test
  void select_perOutputWhateverTheWay_outputsKeepAsManyGiveOrTakeOne() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      double last = random.nextInt(1_000) / 1_000.0;
      MaskSelector selector = selector(Allocation.perOutput(), last, Limits.DEFAULT);
      Map<String, Mask> masks = Map.of();
      RemovalOrder order = new RemovalOrder();
      for (int i = 0; i < 6; i++) {
        // Up and down: what comes back is spread as well.
        double now = i == 5 ? last : random.nextInt(1_000) / 1_000.0;
        masks =
            selector.select(
                candidates(pools, masks, random),
                target -> now,
                new Change(Optional.of(order), Optional.empty(), 1));
        assertTotal(Allocation.perOutput(), pools, masks, now);
        for (Pool pool : pools) {
          int[] counts = byOutput(pool, masks.get(pool.param().key()));
          int least = Arrays.stream(counts).min().orElseThrow();
          int most = Arrays.stream(counts).max().orElseThrow();
          assertTrue(most - least <= 1, () -> pool + ": " + Arrays.toString(counts));
        }
      }
    }
  }

  private static int[] byOutput(Pool pool, Mask mask) {
    int outputs = Limits.outputs(pool.param());
    int[] counts = new int[outputs];
    for (int i = 0; i < mask.length(); i++) {
      if (mask.isKept(i)) {
        counts[Limits.outputOf(pool.param()).applyAsInt(i)]++;
      }
    }
    return counts;
  }

  @ParameterizedTest
  @MethodSource("allocations")
  void select_equalScores_lowestIndexStays(Allocation allocation) {
    for (int seed = 0; seed < NETWORKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      List<Candidate> candidates = new ArrayList<>();
      for (Pool pool : pools) {
        float[] equal = new float[pool.units().count()];
        Arrays.fill(equal, 1);
        candidates.add(new Candidate(pool, equal, Mask.keepAll(pool.param().shape())));
      }
      Map<String, Mask> masks =
          selector(allocation, random.nextInt(1_000) / 1_000.0, Limits.DEFAULT)
              .select(candidates, target -> target, Change.REMOVE_ONLY);
      for (Pool pool : pools) {
        Mask mask = masks.get(pool.param().key());
        boolean byOutput = allocation.scope() == Allocation.Scope.OUTPUT;
        int[] left = byOutput ? byOutput(pool, mask) : new int[] {Math.toIntExact(mask.kept())};
        for (int i = 0; i < mask.length(); i++) {
          int group = byOutput ? Limits.outputOf(pool.param()).applyAsInt(i) : 0;
          assertEquals(left[group]-- > 0, mask.isKept(i), allocation::toString);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("allocations")
  void select_twiceInAnyOrder_sameMasks(Allocation allocation) {
    for (int seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      List<Candidate> candidates = candidates(pools, Map.of(), random);
      MaskSelector selector = selector(allocation, 0.7, Limits.DEFAULT);
      Map<String, Mask> once = selector.select(candidates, target -> 0.7, Change.REMOVE_ONLY);
      Collections.shuffle(candidates, new Random(seed));

      assertEquals(once, selector.select(candidates, target -> 0.7, Change.REMOVE_ONLY));
    }
  }

  // ---- numbers of weights and operations

  @ParameterizedTest
  @MethodSource("allocations")
  void select_remainingOfSingleWeights_neverMoreAndNoWholeUnitLess(Allocation allocation) {
    if (allocation instanceof Allocation.PerParameter) {
      return; // has its own number for each
    }
    for (int seed = 0; seed < NETWORKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      Map<String, Long> macs = new HashMap<>();
      pools.forEach(pool -> macs.put(pool.param().key(), random.nextLong(1, 30)));
      boolean operations = random.nextBoolean();
      long total =
          pools.stream()
              .mapToLong(p -> p.units().count() * (operations ? macs.get(p.param().key()) : 1))
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
              .mapToLong(
                  p ->
                      masks.get(p.param().key()).kept()
                          * (operations ? macs.get(p.param().key()) : 1))
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

  // ---- helpers

  private static MaskSelector selector(Allocation allocation, double sparsity, Limits limits) {
    return new MaskSelector(allocation, Amount.sparsity(sparsity), limits, Map.of());
  }

  private static double[] rising(SplittableRandom random, double last) {
    double first = random.nextBoolean() ? 0 : random.nextDouble() * last;
    return IntStream.rangeClosed(0, 6)
        .mapToDouble(i -> i == 6 ? last : first + (last - first) * i / 6)
        .toArray();
  }

  private static Map<String, Mask> step(
      MaskSelector selector, List<Pool> pools, Map<String, Mask> masks, SplittableRandom random) {
    return step(selector, pools, masks, random, target -> target);
  }

  private static Map<String, Mask> step(
      MaskSelector selector,
      List<Pool> pools,
      Map<String, Mask> masks,
      SplittableRandom random,
      DoubleUnaryOperator now) {
    return selector.select(candidates(pools, masks, random), now, Change.REMOVE_ONLY);
  }

  private static List<Candidate> candidates(
      List<Pool> pools, Map<String, Mask> masks, SplittableRandom random) {
    List<Candidate> candidates = new ArrayList<>();
    for (Pool pool : pools) {
      float[] scores = new float[pool.units().count()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(20);
      }
      Mask current = masks.getOrDefault(pool.param().key(), Mask.keepAll(pool.param().shape()));
      candidates.add(new Candidate(pool, scores, current));
    }
    return candidates;
  }

  private static void assertSubset(Map<String, Mask> next, Map<String, Mask> before, int seed) {
    before.forEach(
        (key, mask) -> {
          for (int i = 0; i < mask.length(); i++) {
            assertTrue(mask.isKept(i) || !next.get(key).isKept(i), key + ", seed " + seed);
          }
        });
  }
}
