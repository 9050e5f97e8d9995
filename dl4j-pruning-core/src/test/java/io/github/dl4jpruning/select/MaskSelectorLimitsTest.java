package io.github.dl4jpruning.select;

import static io.github.dl4jpruning.select.Selections.NONE;
import static io.github.dl4jpruning.select.Selections.assertError;
import static io.github.dl4jpruning.select.Selections.masks;
import static io.github.dl4jpruning.select.Selections.select;
import static io.github.dl4jpruning.select.Selections.selector;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights that every parameter or output keeps, and targets out of reach. */
class MaskSelectorLimitsTest {
  // ---- floors

  @ParameterizedTest
  @MethodSource("io.github.dl4jpruning.select.Selections#allocations")
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

  private static Candidate matrix(Optional<WeightLayout> layout, float... scores) {
    ModelParam param = Params.param("a_W", 0, List.of(2L, 3L), layout);
    return new Candidate(Pool.ofWeights(param), scores, Mask.keepAll(param.shape()));
  }
}
