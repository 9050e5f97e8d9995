package io.github.dl4jpruning.select;

import static io.github.dl4jpruning.select.ScoredMasks.DENSE;
import static io.github.dl4jpruning.select.ScoredMasks.SCORES;
import static io.github.dl4jpruning.select.ScoredMasks.bits;
import static io.github.dl4jpruning.select.ScoredMasks.candidate;
import static io.github.dl4jpruning.select.ScoredMasks.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tiny scores in, expected masks out: amounts that count, cost or compare, and limits. */
class AmountsTest {
  // ---- amounts

  @Test
  void remainingParameters_weights_exactlySoMany() {
    assertEquals("00000111", select(Amount.remainingParameters(3), Granularity.weight(), SCORES));
  }

  @Test
  void remainingParameters_unevenBlocks_noMoreThanSoMany() {
    // Blocks of 3 inputs: (0..2), (3), (4..6), (7): three, one, three and one weights.
    assertEquals(
        "00011110", select(Amount.remainingParameters(4), Granularity.block(3, 1), 1, 3, 4, 2));
    assertEquals(
        "00010000", select(Amount.remainingParameters(3), Granularity.block(3, 1), 1, 3, 2, 2));
  }

  @Test
  void remainingMacs_expensiveParameter_costsMore() {
    MaskSelector selector =
        new MaskSelector(
            Allocation.global(),
            Amount.remainingMacs(21),
            Limits.DEFAULT,
            Map.of("a_W", 10L, "b_W", 1L));

    Map<String, Mask> masks =
        selector.select(
            List.of(Params.candidate("a_W", 0, 1, 3, 5), Params.candidate("b_W", 3, 2, 4, 6)),
            target -> target,
            Change.REMOVE_ONLY);

    // 33 operations; without the 1 there are 23, without the 2 there are 22, without the 3, 12.
    assertEquals(
        Map.of("a_W", Mask.of(false, false, true), "b_W", Mask.of(false, true, true)), masks);
    List<Pool> pools =
        Params.pools(
            List.of(
                Params.param("a_W", 0, List.of(3L), Optional.empty()),
                Params.param("b_W", 3, List.of(3L), Optional.empty())));
    assertEquals(21 / 33.0, selector.reached(pools, MaskStore.of(masks)), 1e-12);
  }

  @Test
  void remaining_moreThanThereIs_error() {
    MaskSelector selector =
        new MaskSelector(
            Allocation.global(), Amount.remainingParameters(9), Limits.DEFAULT, Map.of());

    Exception error =
        assertThrows(
            IllegalArgumentException.class,
            () -> selector.requireReachable(List.of(Pool.ofWeights(DENSE))));
    assertEquals("9 parameters shall remain, but [a_W[4, 2]] have only 8", error.getMessage());
  }

  @Test
  void threshold_below_goes() {
    assertEquals("00011111", select(Amount.threshold(4), Granularity.weight(), SCORES));
    assertEquals("00000001", select(Amount.threshold(1e9), Granularity.weight(), SCORES));
  }

  @Test
  void threshold_halfWay_halfTheValue() {
    MaskSelector selector =
        new MaskSelector(Allocation.global(), Amount.threshold(100), Limits.DEFAULT, Map.of());

    Mask mask =
        selector
            .select(
                List.of(candidate(Granularity.weight(), SCORES)), t -> t / 2, Change.REMOVE_ONLY)
            .get("a_W");

    assertEquals("00001111", bits(mask));
  }

  /** Standard deviation of 1, −1, 3, −3 is the root of 5. */
  @Test
  void standardDeviations_one_belowItsMultiple() {
    ModelParam param = Params.param("a_W", 0, List.of(4L), Optional.empty());
    float[] weights = {1, -1, 3, -3};
    Candidate candidate =
        new Candidate(
            Pool.ofWeights(param),
            new float[] {1, 1, 3, 3},
            Mask.keepAll(param.shape()),
            Optional.empty(),
            Optional.of(() -> weights),
            Optional.empty());

    assertEquals(Math.sqrt(5), candidate.standardDeviation(), 1e-12);
    assertEquals(
        Mask.of(false, false, true, true),
        new MaskSelector(
                Allocation.global(), Amount.standardDeviations(1), Limits.DEFAULT, Map.of())
            .select(List.of(candidate), t -> t, Change.REMOVE_ONLY)
            .get("a_W"));
  }

  // ---- limits

  @Test
  void maxSparsity_global_lowLayerKeepsItsShare() {
    Map<String, Mask> masks =
        new MaskSelector(
                Allocation.global(), Amount.sparsity(0.5), new Limits(1, 0, 0, 0.5), Map.of())
            .select(
                List.of(
                    Params.candidate("a_W", 0, 1, 2, 3, 4),
                    Params.candidate("b_W", 4, 100, 200, 300, 400)),
                target -> target,
                Change.REMOVE_ONLY);

    assertEquals(
        Map.of("a_W", Mask.of(false, false, true, true), "b_W", Mask.of(false, false, true, true)),
        masks);
  }

  @Test
  void minSparsity_global_highLayerLosesItsShare() {
    Map<String, Mask> masks =
        new MaskSelector(
                Allocation.global(), Amount.sparsity(0.5), new Limits(1, 0, 0.25, 1), Map.of())
            .select(
                List.of(
                    Params.candidate("a_W", 0, 1, 2, 3, 4),
                    Params.candidate("b_W", 4, 100, 200, 300, 400)),
                target -> target,
                Change.REMOVE_ONLY);

    assertEquals(
        Map.of("a_W", Mask.of(false, false, false, true), "b_W", Mask.of(false, true, true, true)),
        masks);
  }

  @Test
  void requireReachable_patternKeepsLess_errorWithTheSmallest() {
    MaskSelector selector =
        new MaskSelector(Allocation.global(), Amount.sparsity(0.25), Limits.DEFAULT, Map.of());

    Exception error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                selector.requireReachable(
                    List.of(Granularity.nOfM(2, 4).pool(DENSE).orElseThrow())));
    assertEquals(
        "The target would keep 6 of the 8 weights of [a_W[4, 2]], but the pattern or the least"
            + " sparsity of each parameter leaves 4: the smallest reachable sparsity is 0.5",
        error.getMessage());
  }
}
