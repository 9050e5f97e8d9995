package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Allocations, schedules and steps on random networks, and what holds for the masks. */
final class Promises {
  static final int NETWORKS = 250;

  private Promises() {}

  static Stream<Allocation> allocations() {
    Allocation own = pool -> 1 / Math.sqrt(pool.units().count());
    Allocation steep = pool -> Math.pow(10, -pool.offset() % 7);
    Allocation steepest = pool -> pool.offset() % 2 == 0 ? 1e-100 : 1e100;
    return Stream.concat(Selections.allocations(), Stream.of(own, steep, steepest));
  }

  static int[] byOutput(Pool pool, Mask mask) {
    int outputs = Limits.outputs(pool);
    int[] counts = new int[outputs];
    for (int i = 0; i < mask.length(); i++) {
      if (mask.isKept(i)) {
        counts[Limits.outputOf(pool).applyAsInt(i)]++;
      }
    }
    return counts;
  }

  // ---- helpers

  static MaskSelector selector(Allocation allocation, double sparsity, Limits limits) {
    return new MaskSelector(allocation, Amount.sparsity(sparsity), limits, Map.of());
  }

  static double[] rising(SplittableRandom random, double last) {
    double first = random.nextBoolean() ? 0 : random.nextDouble() * last;
    return IntStream.rangeClosed(0, 6)
        .mapToDouble(i -> i == 6 ? last : first + (last - first) * i / 6)
        .toArray();
  }

  static Map<String, Mask> step(
      MaskSelector selector, List<Pool> pools, Map<String, Mask> masks, SplittableRandom random) {
    return step(selector, pools, masks, random, target -> target);
  }

  static Map<String, Mask> step(
      MaskSelector selector,
      List<Pool> pools,
      Map<String, Mask> masks,
      SplittableRandom random,
      DoubleUnaryOperator now) {
    return selector.select(candidates(pools, masks, random), now, Change.REMOVE_ONLY);
  }

  static List<Candidate> candidates(
      List<Pool> pools, Map<String, Mask> masks, SplittableRandom random) {
    List<Candidate> candidates = new ArrayList<>();
    for (Pool pool : pools) {
      float[] scores = new float[pool.units().count()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(20);
      }
      Mask current = masks.getOrDefault(pool.key(), Mask.keepAll(pool.shape()));
      candidates.add(new Candidate(pool, scores, current));
    }
    return candidates;
  }

  static void assertSubset(Map<String, Mask> next, Map<String, Mask> before, int seed) {
    before.forEach(
        (key, mask) -> {
          for (int i = 0; i < mask.length(); i++) {
            assertTrue(mask.isKept(i) || !next.get(key).isKept(i), key + ", seed " + seed);
          }
        });
  }
}
