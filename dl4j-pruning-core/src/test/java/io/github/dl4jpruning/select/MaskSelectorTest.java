package io.github.dl4jpruning.select;

import static io.github.dl4jpruning.select.Selections.NONE;
import static io.github.dl4jpruning.select.Selections.allocations;
import static io.github.dl4jpruning.select.Selections.assertError;
import static io.github.dl4jpruning.select.Selections.masks;
import static io.github.dl4jpruning.select.Selections.select;
import static io.github.dl4jpruning.select.Selections.selector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskSelectorTest {
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
  @MethodSource("io.github.dl4jpruning.select.Selections#allocations")
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

  @Test
  void allocations_all_inThisTest() {
    List<Class<?>> kinds =
        Arrays.stream(Allocation.class.getDeclaredClasses()).filter(Class::isRecord).toList();
    assertTrue(kinds.size() >= 6, kinds::toString);
    for (Class<?> kind : kinds) {
      assertTrue(allocations().anyMatch(kind::isInstance), kind::getName);
    }
  }
}
