package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random networks, allocations and floors, against {@link NaiveSelector}. */
class MaskSelectorPropertiesTest {
  /** Sparsities are thousandths, and quarters of them on the way: exact as decimals. */
  private static final long WHOLE = 4_000;

  private static final float[] TIES = {
    -1, -0f, 0, 0, 1, 1, 2, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE
  };

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void select_risingRandom_asSortingDoes(long seed) {
    Case drawn = new Case(new SplittableRandom(seed));
    if (drawn.isUnreachable()) {
      drawn.assertUnreachable();
      return;
    }
    drawn.selector().requireReachable(Params.pools(drawn.params));
    MaskStore current = MaskStore.empty();
    for (int quarters = 1; quarters <= 4; quarters++) {
      MaskStore next = drawn.step(current, quarters, Optional.empty());

      assertTrue(next.isSubsetOf(current));
      current = next;
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void select_risingAndFallingRandom_lastRemovedFirst(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Case drawn = new Case(random);
    if (drawn.isUnreachable()) {
      drawn.assertUnreachable();
      return;
    }
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    MaskStore current = drawn.startOrEmpty();
    for (int i = 0; i < 8; i++) {
      current = drawn.step(current, random.nextInt(5), order);
    }
    drawn.step(current, 4, order);
  }

  /** One network, recipe and reference. */
  private static final class Case {
    final SplittableRandom random;
    final List<ModelParam> params = new ArrayList<>();
    final Limits floors;
    final Allocation allocation;
    final int thousandths;
    final Map<String, Integer> ownThousandths = new HashMap<>();
    final NaiveSelector naive;

    Case(SplittableRandom random) {
      this.random = random;
      int offset = random.nextInt(50);
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        ModelParam param = param("layer" + i + "_W", offset);
        params.add(param);
        offset += param.length() + random.nextInt(20);
      }
      floors =
          Limits.floors(
              random.nextInt(3) == 0 ? random.nextInt(1, 8) : 1,
              random.nextInt(3) == 0 ? random.nextInt(3) : 0);
      naive = new NaiveSelector(floors);
      thousandths = random.nextInt(1_000);
      allocation =
          switch (random.nextInt(3)) {
            case 0 -> Allocation.uniform();
            case 1 -> Allocation.global();
            default -> perParameter();
          };
    }

    private Allocation perParameter() {
      Map<String, Double> sparsities = new HashMap<>();
      for (ModelParam param : params) {
        if (random.nextBoolean()) {
          int own = random.nextInt(1_000);
          ownThousandths.put(param.key(), own);
          sparsities.put(param.key(), own / 1_000.0);
        }
      }
      return Allocation.perParameter(sparsities);
    }

    private ModelParam param(String key, int offset) {
      int a = random.nextInt(1, 14);
      int b = random.nextInt(1, 10);
      int inner = random.nextInt(1, 4);
      return switch (random.nextInt(4)) {
        case 0 -> Params.param(key, offset, List.of((long) a * b), Optional.empty());
        // Dense, column by column.
        case 1 -> Params.param(key, offset, List.of((long) a, (long) b), Params.dense(a, b));
        // Outputs side by side.
        case 2 ->
            Params.param(
                key,
                offset,
                List.of((long) a, (long) b),
                Params.layout(new Axis(Role.INPUT, a), new Axis(Role.OUTPUT, b)));
        // Outputs in the middle.
        default ->
            Params.param(
                key,
                offset,
                List.of((long) a, (long) b, (long) inner),
                Params.layout(
                    new Axis(Role.INPUT, a),
                    new Axis(Role.OUTPUT, b),
                    new Axis(Role.KERNEL, inner)));
      };
    }

    MaskSelector selector() {
      return selector(thousandths / 1_000.0);
    }

    private MaskSelector selector(double sparsity) {
      return new MaskSelector(allocation, Amount.sparsity(sparsity), floors, Map.of());
    }

    /** Groups of parameters that compete. */
    List<List<ModelParam>> shares() {
      return allocation instanceof Allocation.Global
          ? List.of(params)
          : params.stream().map(List::of).toList();
    }

    long target(List<ModelParam> share, int quarters) {
      long n = share.stream().mapToLong(ModelParam::length).sum();
      int own = ownThousandths.getOrDefault(share.get(0).key(), thousandths);
      return NaiveSelector.kept(n, (long) own * quarters, WHOLE, share.size());
    }

    boolean isUnreachable() {
      if (allocation instanceof Allocation.Uniform) {
        return !isReachable(selector()); // the counts of each are AllocationContractTest's
      }
      return shares().stream().anyMatch(share -> naive.atLeast(share) > target(share, 4));
    }

    private boolean isReachable(MaskSelector selector) {
      try {
        selector.requireReachable(Params.pools(params));
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    /** The largest sparsity that the message names is reachable, one weight more is not. */
    void assertUnreachable() {
      String text =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> selector().requireReachable(Params.pools(params)))
              .getMessage();
      Matcher found =
          Pattern.compile(
                  "The target would keep (\\d+) of the (\\d+) weights of \\[.*\\], but the floors"
                      + " \\(\\d+ per parameter, \\d+ per output\\) keep (\\d+): the largest"
                      + " reachable sparsity is (.*)")
              .matcher(text);
      assertTrue(found.matches(), text);
      long length = Long.parseLong(found.group(2));
      long atLeast = Long.parseLong(found.group(3));
      double largest = Double.parseDouble(found.group(4));
      assertTrue(Long.parseLong(found.group(1)) < atLeast);
      assertEquals(atLeast, Rounding.kept(length, largest));
      if (allocation instanceof Allocation.Global) {
        assertDoesNotThrow(() -> selector(largest).requireReachable(Params.pools(params)));
        double more = (length - atLeast + 1.0) / length;
        if (more < 1) {
          assertThrows(
              IllegalArgumentException.class,
              () -> selector(more).requireReachable(Params.pools(params)));
        }
      }
    }

    MaskStore startOrEmpty() {
      if (random.nextBoolean()) {
        return MaskStore.empty();
      }
      Map<String, Mask> masks = new HashMap<>();
      for (ModelParam param : params) {
        float[] values = new float[param.length()];
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(4);
        }
        values[random.nextInt(values.length)] = 1;
        masks.put(param.key(), Mask.ofNonZero(param.shape(), values));
      }
      return MaskStore.of(masks);
    }

    /** Selects, and compares with the reference. */
    MaskStore step(MaskStore current, int quarters, Optional<RemovalOrder> order) {
      boolean ties = random.nextBoolean();
      List<Candidate> candidates = new ArrayList<>();
      for (ModelParam param : params) {
        Mask mask = current.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
        float[] scores = new float[param.length()];
        for (int i = 0; i < scores.length; i++) {
          scores[i] =
              ties ? TIES[random.nextInt(TIES.length)] : (float) (random.nextDouble() - 0.5);
        }
        naive.score(param, scores);
        for (int i = 0; i < scores.length; i++) {
          if (!mask.isKept(i) && random.nextInt(8) == 0) {
            scores[i] = Float.NaN;
          }
        }
        candidates.add(new Candidate(Pool.ofWeights(param), scores, mask));
      }
      Collections.shuffle(candidates, new Random(random.nextLong()));

      MaskStore next =
          MaskStore.of(selector().select(candidates, s -> s * quarters / 4, Params.change(order)));

      for (List<ModelParam> share : shares()) {
        Set<Integer> before = places(share, current);
        long target =
            allocation instanceof Allocation.Uniform
                ? places(share, next).size()
                : target(share, quarters);
        assertEquals(naive.select(share, before, target, order.isPresent()), places(share, next));
        if (order.isPresent() || target <= before.size()) {
          assertEquals(target, places(share, next).size());
        }
      }
      assertEquals(params.size(), next.masks().size());
      return next;
    }

    private static Set<Integer> places(List<ModelParam> share, MaskStore masks) {
      Set<Integer> places = new TreeSet<>();
      for (ModelParam param : share) {
        Mask mask = masks.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
        for (int i = 0; i < param.length(); i++) {
          if (mask.isKept(i)) {
            places.add(param.offset() + i);
          }
        }
      }
      return places;
    }
  }
}
