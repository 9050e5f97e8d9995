package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskSelectorTest {
  private static final Limits NONE = Limits.DEFAULT;

  // ---- literal cases

  @Test
  void select_uniform_sameShareOfEachParameter() {
    assertEquals(
        masks("a_W", Mask.of(true, false, true, false), "b_W", Mask.of(true, false)),
        select(
            Allocation.uniform(),
            0.5,
            NONE,
            Params.candidate("a_W", 0, 4, 1, 3, 2),
            Params.candidate("b_W", 4, 0.2f, 0.1f)));
  }

  @Test
  void select_global_highestOfAll() {
    assertEquals(
        masks("a_W", Mask.of(true, false, true, false), "b_W", Mask.of(false, true)),
        select(
            Allocation.global(),
            0.5,
            NONE,
            Params.candidate("a_W", 0, 4, 1, 3, 2),
            Params.candidate("b_W", 4, 0.2f, 9)));
  }

  @Test
  void select_perParameter_ownShareElseTheAmount() {
    assertEquals(
        masks(
            "a_W", Mask.of(true, false, true, true),
            "b_W", Mask.of(true, false),
            "c_W", Mask.of(true, true)),
        select(
            Allocation.perParameter(Map.of("a_W", 0.25, "c_W", 0.0)),
            0.5,
            NONE,
            Params.candidate("a_W", 0, 4, 1, 3, 2),
            Params.candidate("b_W", 4, 8, 7),
            Params.candidate("c_W", 6, 0, 0)));
  }

  @Test
  void select_perParameter_scheduleSeesEachOwnFinal() {
    Map<String, Mask> masks =
        selector(Allocation.perParameter(Map.of("a_W", 0.5)), 0.75, NONE)
            .select(
                List.of(
                    Params.candidate("a_W", 0, 4, 1, 3, 2), Params.candidate("b_W", 4, 4, 1, 3, 2)),
                target -> target == 0.5 ? 0.25 : 0.5,
                Change.REMOVE_ONLY);

    assertEquals(
        masks("a_W", Mask.of(true, false, true, true), "b_W", Mask.of(true, false, true, false)),
        masks);
  }

  @ParameterizedTest
  @MethodSource("allocations")
  void select_zero_keepsAll(Allocation allocation) {
    assertEquals(
        masks("a_W", Mask.of(true, true, true)),
        select(allocation, 0, NONE, Params.candidate("a_W", 0, 0, 0, Float.MIN_VALUE)));
  }

  @Test
  void select_negativeScores_higherIsKept() {
    assertEquals(
        masks("a_W", Mask.of(false, true, false, true)),
        select(Allocation.global(), 0.5, NONE, Params.candidate("a_W", 0, -4, -1, -3, 0)));
  }

  @Test
  void select_halfAWeight_roundsToRemoved() {
    // 0.3 of 5 is 1.5: two go.
    assertEquals(
        masks("a_W", Mask.of(false, false, true, true, true)),
        select(Allocation.global(), 0.3, NONE, Params.candidate("a_W", 0, 1, 2, 3, 4, 5)));
  }

  // ---- ties

  @Test
  void select_equalScores_lowestIndexKept() {
    assertEquals(
        masks("a_W", Mask.of(true, true, false, false, true)),
        select(Allocation.global(), 0.4, NONE, Params.candidate("a_W", 0, 1, 1, 1, 1, 2)));
  }

  @Test
  void select_bothZeros_equal() {
    assertEquals(
        masks("a_W", Mask.of(true, true, false, false)),
        select(Allocation.global(), 0.5, NONE, Params.candidate("a_W", 0, -0f, 0, 0, -0f)));
  }

  @Test
  void select_equalScoresAcrossParameters_networkOrderWhateverTheList() {
    Candidate first = Params.candidate("z_W", 0, 1, 1, 1);
    Candidate second = Params.candidate("a_W", 3, 1, 1, 1);
    var expected = masks("z_W", Mask.of(true, true, true), "a_W", Mask.of(true, false, false));

    assertEquals(expected, select(Allocation.global(), 1 / 3.0, NONE, first, second));
    assertEquals(expected, select(Allocation.global(), 1 / 3.0, NONE, second, first));
  }

  // ---- floors

  @ParameterizedTest
  @MethodSource("allocations")
  void select_almostAll_oneKeptPerParameter(Allocation allocation) {
    assertEquals(
        masks("a_W", Mask.of(false, false, true), "b_W", Mask.of(true, false)),
        select(
            allocation,
            0.9999,
            NONE,
            Params.candidate("a_W", 0, 1, 2, 3),
            Params.candidate("b_W", 3, 0, 0)));
  }

  @Test
  void select_floorPerParameter_itsHighestStay() {
    assertEquals(
        masks("a_W", Mask.of(true, true, false), "b_W", Mask.of(false, true, true)),
        select(
            Allocation.global(),
            1 / 3.0,
            Limits.floors(2, 0),
            Params.candidate("a_W", 0, 9, 8, 7),
            Params.candidate("b_W", 3, 1, 2, 3)));
  }

  @Test
  void select_floorPerOutputOfDense_columnsKeepTheirHighest() {
    // W[nIn 2, nOut 3], column by column: (1, 2), (3, 4), (9, 8).
    assertEquals(
        masks("a_W", Mask.of(List.of(2L, 3L), new long[] {0b011010})),
        select(
            Allocation.global(),
            0.5,
            Limits.floors(1, 1),
            matrix(Params.dense(2, 3), 1, 2, 3, 4, 9, 8)));
  }

  @Test
  void select_floorPerOutputOfRows_everyCountThElement() {
    // Outputs lie side by side: output 0 is (1, 4), output 1 is (2, 9), output 2 is (3, 8).
    assertEquals(
        masks("a_W", Mask.of(List.of(2L, 3L), new long[] {0b111000})),
        select(
            Allocation.global(),
            0.5,
            Limits.floors(1, 1),
            matrix(
                Params.layout(new Axis(Role.INPUT, 2), new Axis(Role.OUTPUT, 3)),
                1,
                2,
                3,
                4,
                9,
                8)));
  }

  @Test
  void select_floorPerOutputEqualScores_lowestIndexOfEachOutput() {
    assertEquals(
        masks("a_W", Mask.of(List.of(2L, 3L), new long[] {0b010101})),
        select(
            Allocation.global(),
            0.5,
            Limits.floors(1, 1),
            matrix(Params.dense(2, 3), 1, 1, 1, 1, 1, 1)));
  }

  @Test
  void select_bothLimits_outputsFirstThenTheHighestLeft() {
    // Of a_W, 2, 4 and 9 are the outputs' highest, and 8 is the parameter's fourth.
    assertEquals(
        masks(
            "a_W", Mask.of(List.of(2L, 3L), new long[] {0b111010}),
            "b_W", Mask.of(true, true, true, true, false, false)),
        select(
            Allocation.global(),
            1 / 3.0,
            Limits.floors(4, 1),
            matrix(Params.dense(2, 3), 1, 2, 3, 4, 9, 8),
            Params.candidate("b_W", 6, 100, 99, 98, 97, 96, 95)));
  }

  @Test
  void select_scheduleOvershootsTheLimits_keepsWhatTheyProtect() {
    // Initial sparsity 0.9 on the way to 0.5: reachable in the end, not at first.
    Limits floors = Limits.floors(3, 0);
    MaskSelector selector = selector(Allocation.global(), 0.5, floors);
    Candidate candidate = Params.candidate("a_W", 0, 1, 2, 3, 4, 5, 6);
    assertDoesNotThrow(
        () ->
            selector.requireReachable(
                Params.pools(List.of(Params.param("a_W", 0, List.of(6L), Optional.empty())))));

    assertEquals(
        masks("a_W", Mask.of(false, false, false, true, true, true)),
        selector.select(List.of(candidate), target -> 0.9, Change.REMOVE_ONLY));
  }

  // ---- monotone

  @Test
  void select_prunedBefore_staysPrunedWhateverTheScore() {
    assertEquals(
        masks("a_W", Mask.of(false, false, true, true)),
        select(
            Allocation.global(),
            0.5,
            NONE,
            Params.candidate("a_W", 0, Mask.of(false, true, true, true), 100, 1, 2, 3)));
  }

  @Test
  void select_sparserAlreadyWithoutOrder_unchanged() {
    assertEquals(
        masks("a_W", Mask.of(false, false, false, true)),
        select(
            Allocation.global(),
            0.5,
            NONE,
            Params.candidate("a_W", 0, Mask.of(false, false, false, true), 4, 3, 2, 1)));
  }

  // ---- growth

  @Test
  void select_falling_lastRemovedComesBackFirst() {
    MaskSelector selector = selector(Allocation.global(), 0.8, NONE);
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    Mask first = one(selector, 0.4, order, Mask.of(true, true, true, true, true), 1, 2, 3, 4, 5);
    Mask second = one(selector, 0.6, order, first, 9, 9, 9, 7, 8);
    assertEquals(Mask.of(false, false, true, true, true), first);
    assertEquals(Mask.of(false, false, true, false, true), second);

    // Weight 3 went last; of 0 and 1, which went together, 1 had the higher score.
    assertEquals(first, one(selector, 0.4, order, second, 0, 0, 0, 0, 0));
    assertEquals(
        Mask.of(false, true, true, true, true), one(selector, 0.2, order, second, 0, 0, 0, 0, 0));
  }

  @Test
  void select_fallingWithEqualScores_lowestIndexComesBackFirst() {
    MaskSelector selector = selector(Allocation.global(), 0.8, NONE);
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    Mask sparse = one(selector, 0.8, order, Mask.of(true, true, true, true, true), 1, 1, 1, 1, 1);
    assertEquals(Mask.of(true, false, false, false, false), sparse);

    assertEquals(
        Mask.of(true, true, true, false, false), one(selector, 0.4, order, sparse, 0, 0, 0, 0, 0));
  }

  @Test
  void select_fallingWithUnknownRemovals_afterAllKnownOnesLowestIndexFirst() {
    MaskSelector selector = selector(Allocation.global(), 0.8, NONE);
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    Mask start = Mask.of(false, false, true, true, true);
    Mask sparse = one(selector, 0.6, order, start, 0, 0, 3, 1, 2);
    assertEquals(Mask.of(false, false, true, false, true), sparse);

    assertEquals(start, one(selector, 0.4, order, sparse, 0, 0, 0, 0, 0));
    assertEquals(
        Mask.of(true, false, true, true, true), one(selector, 0.2, order, sparse, 0, 0, 0, 0, 0));
  }

  @Test
  void select_fallingAcrossParameters_lastRemovedOfAllFirst() {
    MaskSelector selector = selector(Allocation.global(), 0.5, NONE);
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    Map<String, Mask> sparse =
        selector.select(
            List.of(Params.candidate("b_W", 2, 1, 5), Params.candidate("a_W", 0, 2, 6)),
            target -> target,
            Params.change(order));
    assertEquals(masks("a_W", Mask.of(false, true), "b_W", Mask.of(false, true)), sparse);

    assertEquals(
        masks("a_W", Mask.of(true, true), "b_W", Mask.of(false, true)),
        selector.select(
            List.of(
                Params.candidate("b_W", 2, sparse.get("b_W"), Float.NaN, 5),
                Params.candidate("a_W", 0, sparse.get("a_W"), Float.NaN, 6)),
            target -> 0.25,
            Params.change(order)));
  }

  // ---- what can be reached

  @Test
  void requireReachable_floorPerOutputTooHigh_errorWithTheLargest() {
    MaskSelector selector = selector(Allocation.global(), 0.9, Limits.floors(1, 2));
    List<ModelParam> params =
        List.of(
            Params.param("a_W", 0, List.of(4L, 3L), Params.dense(4, 3)),
            Params.param("b_W", 12, List.of(6L), Optional.empty()));

    assertError(
        "The target would keep 2 of the 18 weights of [a_W[4, 3], b_W[6]], but the floors (1 per"
            + " parameter, 2 per output) keep 8: the largest reachable sparsity is 0.555555",
        () -> selector.requireReachable(Params.pools(params)));
    assertDoesNotThrow(
        () ->
            selector(Allocation.global(), 0.555555, Limits.floors(1, 2))
                .requireReachable(Params.pools(params)));
  }

  @Test
  void requireReachable_uniform_errorForTheOneParameter() {
    MaskSelector selector = selector(Allocation.uniform(), 0.5, Limits.floors(3, 0));

    assertError(
        "The target would keep 2 of the 4 weights of [b_W[4]], but the floors (3 per parameter, 0"
            + " per output) keep 3: the largest reachable sparsity is 0.25",
        () ->
            selector.requireReachable(
                List.of(
                    Params.pool("b_W", 100, List.of(4L), Optional.empty()),
                    Params.pool("a_W", 0, List.of(100L), Optional.empty()))));
  }

  @Test
  void requireReachable_floorAboveLength_errorWithZero() {
    MaskSelector selector = selector(Allocation.global(), 0.5, Limits.floors(10, 0));

    assertError(
        "The target would keep 2 of the 4 weights of [a_W[4]], but the floors (10 per parameter, 0"
            + " per output) keep 4: the largest reachable sparsity is 0.0",
        () ->
            selector.requireReachable(
                List.of(Params.pool("a_W", 0, List.of(4L), Optional.empty()))));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void select_scheduleOutOfRange_error(double sparsity) {
    MaskSelector selector = selector(Allocation.global(), 0.5, NONE);

    assertError(
        "The schedule wants a sparsity of "
            + sparsity
            + " for [a_W[2]]; it must be at least 0 and below 1",
        () ->
            selector.select(
                List.of(Params.candidate("a_W", 0, 1, 2)), target -> sparsity, Change.REMOVE_ONLY));
  }

  @Test
  void sparsity_target_asWholeWeightsAllow() {
    List<ModelParam> params =
        List.of(
            Params.param("a_W", 0, List.of(3L), Optional.empty()),
            Params.param("b_W", 3, List.of(3L), Optional.empty()));

    assertEquals(
        0.5,
        selector(Allocation.global(), 0.5, NONE)
            .sparsity(Params.pools(params), t -> t)
            .orElseThrow());
    assertEquals(
        3 / 6.0,
        selector(Allocation.uniform(), 0.5, NONE)
            .sparsity(Params.pools(params), t -> t)
            .orElseThrow());
    assertEquals(
        0,
        selector(Allocation.global(), 0.5, NONE)
            .sparsity(Params.pools(params), t -> 0)
            .orElseThrow());
    assertEquals(
        3 / 6.0,
        selector(Allocation.perParameter(Map.of("a_W", 0.3)), 0.8, NONE)
            .sparsity(Params.pools(params), t -> t)
            .orElseThrow());
  }

  // ---- helpers

  static Stream<Allocation> allocations() {
    return Stream.of(
        Allocation.uniform(),
        Allocation.global(),
        Allocation.perOutput(),
        Allocation.erk(),
        Allocation.erdosRenyi(),
        Allocation.lamp(),
        Allocation.perParameter(Map.of()));
  }

  @Test
  void allocations_all_inThisTest() {
    List<Class<?>> kinds =
        Arrays.stream(Allocation.class.getDeclaredClasses()).filter(Class::isRecord).toList();
    assertTrue(kinds.size() >= 6, kinds::toString);
    for (Class<?> kind : kinds) {
      assertTrue(allocations().anyMatch(kind::isInstance), kind::getName);
    }
  }

  private static MaskSelector selector(Allocation allocation, double sparsity, Limits floors) {
    return new MaskSelector(allocation, Amount.sparsity(sparsity), floors, Map.of());
  }

  private static Map<String, Mask> select(
      Allocation allocation, double sparsity, Limits floors, Candidate... candidates) {
    return selector(allocation, sparsity, floors)
        .select(List.of(candidates), target -> target, Change.REMOVE_ONLY);
  }

  /** The mask of one vector at some sparsity on the way. */
  private static Mask one(
      MaskSelector selector,
      double sparsity,
      Optional<RemovalOrder> order,
      Mask current,
      float... scores) {
    return selector
        .select(
            List.of(Params.candidate("a_W", 0, current, scores)),
            target -> sparsity,
            Params.change(order))
        .get("a_W");
  }

  private static Candidate matrix(Optional<WeightLayout> layout, float... scores) {
    ModelParam param = Params.param("a_W", 0, List.of(2L, 3L), layout);
    return new Candidate(Pool.ofWeights(param), scores, Mask.keepAll(param.shape()));
  }

  private static Map<String, Mask> masks(Object... keysAndMasks) {
    Map<String, Mask> masks = new TreeMap<>();
    for (int i = 0; i < keysAndMasks.length; i += 2) {
      masks.put((String) keysAndMasks[i], (Mask) keysAndMasks[i + 1]);
    }
    return masks;
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
