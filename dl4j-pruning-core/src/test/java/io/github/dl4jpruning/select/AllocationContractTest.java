package io.github.dl4jpruning.select;

import static io.github.dl4jpruning.select.Promises.NETWORKS;
import static io.github.dl4jpruning.select.Promises.assertSubset;
import static io.github.dl4jpruning.select.Promises.byOutput;
import static io.github.dl4jpruning.select.Promises.candidates;
import static io.github.dl4jpruning.select.Promises.rising;
import static io.github.dl4jpruning.select.Promises.selector;
import static io.github.dl4jpruning.select.Promises.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every allocation promises, a user's own among them, on random shapes and schedules. */
class AllocationContractTest {
  /** Rising schedules, some with a first value that single parameters have yet to reach. */
  @ParameterizedTest
  @MethodSource("io.github.dl4jpruning.select.Promises#allocations")
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
            masks.get(pool.key()).kept());
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
        long here = masks.get(pool.key()).kept();
        if (pools.stream().allMatch(p -> (double) kept * p.units().count() / n >= 1)) {
          assertEquals(share, (double) here, 1 - 1e-9, () -> pool + " of " + pools);
        }
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
          int[] counts = byOutput(pool, masks.get(pool.key()));
          int least = Arrays.stream(counts).min().orElseThrow();
          int most = Arrays.stream(counts).max().orElseThrow();
          assertTrue(most - least <= 1, () -> pool + ": " + Arrays.toString(counts));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.dl4jpruning.select.Promises#allocations")
  void select_equalScores_lowestIndexStays(Allocation allocation) {
    for (int seed = 0; seed < NETWORKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Pool> pools = Pools.random(random);
      List<Candidate> candidates = new ArrayList<>();
      for (Pool pool : pools) {
        float[] equal = new float[pool.units().count()];
        Arrays.fill(equal, 1);
        candidates.add(new Candidate(pool, equal, Mask.keepAll(pool.shape())));
      }
      Map<String, Mask> masks =
          selector(allocation, random.nextInt(1_000) / 1_000.0, Limits.DEFAULT)
              .select(candidates, target -> target, Change.REMOVE_ONLY);
      for (Pool pool : pools) {
        Mask mask = masks.get(pool.key());
        boolean byOutput = allocation.scope() == Allocation.Scope.OUTPUT;
        int[] left = byOutput ? byOutput(pool, mask) : new int[] {Math.toIntExact(mask.kept())};
        for (int i = 0; i < mask.length(); i++) {
          int group = byOutput ? Limits.outputOf(pool).applyAsInt(i) : 0;
          assertEquals(left[group]-- > 0, mask.isKept(i), allocation::toString);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.dl4jpruning.select.Promises#allocations")
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
}
