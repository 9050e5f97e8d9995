package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tiny scores in, expected masks out: amounts, allocations, limits and shapes beside the basics.
 */
class AllocationsTest {
  /** W[nIn 4, nOut 2], column by column: column 0 is 1 2 3 4, column 1 is 50 60 70 80. */
  private static final float[] SCORES = {1, 2, 3, 4, 50, 60, 70, 80};

  private static final ModelParam DENSE =
      Params.param("a_W", 0, List.of(4L, 2L), Params.dense(4, 2));

  @Test
  void perOutput_half_everyColumnKeepsItsHighestTwo() {
    assertEquals("00110011", select(Allocation.perOutput(), 0.5, Granularity.weight()));
  }

  @Test
  void perOutput_oddCount_spreadEvenly() {
    // 3 of 8 stay: one of the first column, two of the second.
    assertEquals("00010011", select(Allocation.perOutput(), 0.625, Granularity.weight()));
  }

  @Test
  void global_half_acrossColumns() {
    assertEquals("00001111", select(Allocation.global(), 0.5, Granularity.weight()));
  }

  @Test
  void nOfM_half_twoOfEveryFour() {
    assertEquals("00110011", select(Allocation.global(), 0.5, Granularity.nOfM(2, 4)));
  }

  @Test
  void nOfM_threeQuarters_lowestInsideThePattern() {
    assertEquals("00000011", select(Allocation.global(), 0.75, Granularity.nOfM(2, 4)));
  }

  @Test
  void nOfM_scheduleBehind_patternHoldsAtOnce() {
    assertEquals("00110011", select(Allocation.global(), 0.5, Granularity.nOfM(2, 4), 0.1));
  }

  @Test
  void column_half_lowerColumnGoes() {
    assertEquals("00001111", select(Allocation.global(), 0.5, Granularity.column(), 10, 20));
  }

  @Test
  void row_half_sumsOfRowsDecide() {
    assertEquals("01010101", select(Allocation.global(), 0.5, Granularity.row(), 1, 4, 2, 3));
  }

  @Test
  void block_half_lowestBlocksGo() {
    // Blocks of 2 x 1: (0, 1), (2, 3), (4, 5), (6, 7).
    assertEquals("11000011", select(Allocation.global(), 0.5, Granularity.block(2, 1), 9, 1, 2, 8));
  }

  @Test
  void column_largestSparsity_oneUnitStays() {
    assertEquals("11110000", select(Allocation.global(), 0.999, Granularity.column(), 5, 5));
  }

  // ---- Erdős–Rényi

  /** 100 x 10, 10 x 10: raw densities 0.11 and 0.2. */
  @Test
  void erk_twoMatrices_asTheFormulaSays() {
    Pool a = Params.pool("a_W", 0, List.of(100L, 10L), Params.dense(100, 10));
    Pool b = Params.pool("b_W", 1000, List.of(10L, 10L), Params.dense(10, 10));

    double[] sparsities = sparsities(Allocation.erk(), 0.8, a, b);

    double scale = 0.2 * 1100 / (0.11 * 1000 + 0.2 * 100);
    assertArrayEquals(new double[] {1 - 0.11 * scale, 1 - 0.2 * scale}, sparsities, 1e-12);
  }

  @Test
  void erk_smallParameterWouldExceedOne_staysDenseAndOthersMakeUpForIt() {
    Pool a = Params.pool("a_W", 0, List.of(100L, 100L), Params.dense(100, 100));
    Pool b = Params.pool("b_W", 10_000, List.of(2L, 2L), Params.dense(2, 2));

    double[] sparsities = sparsities(Allocation.erk(), 0.5, a, b);

    assertEquals(0, sparsities[1]);
    assertEquals(1 - (0.5 * 10_004 - 4) / 10_000, sparsities[0], 1e-12);
  }

  @Test
  void erdosRenyi_convolution_kernelDoesNotCount() {
    Pool conv =
        Params.pool(
            "a_W",
            0,
            List.of(8L, 4L, 3L, 3L),
            Params.layout(
                new Axis(Role.OUTPUT, 8), new Axis(Role.INPUT, 4), new Axis(Role.KERNEL, 9)));
    Pool dense = Params.pool("b_W", 288, List.of(20L, 30L), Params.dense(20, 30));

    double[] er = sparsities(Allocation.erdosRenyi(), 0.9, conv, dense);
    double[] erk = sparsities(Allocation.erk(), 0.9, conv, dense);

    assertEquals((12.0 / 32) / (50.0 / 600), (1 - er[0]) / (1 - er[1]), 1e-12);
    assertEquals((18.0 / 288) / (50.0 / 600), (1 - erk[0]) / (1 - erk[1]), 1e-12);
  }

  // ---- LAMP

  @Test
  void lamp_scores_squaresOverTheSumOfThoseAsHigh() {
    Candidate candidate = Params.candidate("a_W", 0, 1, 3, 2, 2);

    // In order: 3, then 2 (lower index first), 2, 1.
    assertArrayEquals(new float[] {1 / 18f, 1, 4 / 13f, 4 / 17f}, lamp(candidate), 1e-6f);
  }

  private static float[] lamp(Candidate candidate) {
    return Allocation.lamp()
        .comparable(candidate.pool(), candidate.scores(), BitSet.valueOf(candidate.kept()));
  }

  @Test
  void lamp_layersOfDifferentScale_shareEqually() {
    Map<String, Mask> masks =
        new MaskSelector(Allocation.lamp(), Amount.sparsity(0.5), Limits.DEFAULT, Map.of())
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
  void lamp_negativeScore_error() {
    Exception error =
        assertThrows(IllegalStateException.class, () -> lamp(Params.candidate("a_W", 0, 1, -2)));

    assertEquals(
        "LAMP needs scores of at least 0; unit 1 of a_W[2] has -2.0. Choose another allocation",
        error.getMessage());
  }

  @Test
  void lamp_allZerosAndHuge_noNan() {
    for (float score : lamp(Params.candidate("a_W", 0, 0, 0, 0))) {
      assertTrue(score >= 0);
    }
    assertArrayEquals(
        new float[] {1, 0}, lamp(Params.candidate("a_W", 0, Float.MAX_VALUE, 1)), 1e-6f);
    assertArrayEquals(
        new float[] {1, 0}, lamp(Params.candidate("a_W", 0, Float.POSITIVE_INFINITY, 1)));
  }

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

  // ---- growth

  @Test
  void growth_half_dropsLowestAndGrowsHighestGradient() {
    ModelParam param = Params.param("a_W", 0, List.of(6L), Optional.empty());
    Candidate candidate =
        new Candidate(
            Pool.ofWeights(param),
            new float[] {5, 1, 4, 0, 0, 0},
            Mask.of(true, true, true, false, false, false),
            Optional.of(new float[] {0, 1, 0, 2, 9, 3}),
            Optional.empty(),
            Optional.empty());
    Growth growth = new Growth.ByGradient(0.34, Growth.Annealing.NONE);

    Mask mask =
        new MaskSelector(Allocation.global(), Amount.sparsity(0.5), Limits.DEFAULT, Map.of())
            .select(
                List.of(candidate), t -> t, new Change(Optional.empty(), Optional.of(growth), 0))
            .get("a_W");

    assertEquals("101010", bits(mask));
  }

  @Test
  void growth_pattern_growsOnlyWhereThereIsRoom() {
    Pool pool = Granularity.nOfM(1, 2).pool(DENSE).orElseThrow();
    Candidate candidate =
        new Candidate(
            pool,
            new float[] {9, 0, 1, 0, 9, 0, 9, 0},
            Mask.of(DENSE.shape(), new long[] {0b01010101}),
            Optional.of(new float[] {0, 8, 0, 1, 0, 7, 0, 6}),
            Optional.empty(),
            Optional.empty());
    Growth growth = new Growth.ByGradient(0.25, Growth.Annealing.NONE);

    Mask mask =
        new MaskSelector(Allocation.global(), Amount.sparsity(0.5), Limits.DEFAULT, Map.of())
            .select(
                List.of(candidate), t -> t, new Change(Optional.empty(), Optional.of(growth), 0))
            .get("a_W");

    assertEquals("10011010", bits(mask));
  }

  @Test
  void dropAt_cosine_fallsToZero() {
    assertEquals(0.3, Growth.rigl().dropAt(0), 1e-12);
    assertEquals(0.15, Growth.rigl().dropAt(0.5), 1e-12);
    assertEquals(0, Growth.rigl().dropAt(1), 1e-12);
    assertEquals(0.3, Growth.set().dropAt(1), 1e-12);
    assertEquals(0, Growth.surgery(0.1).dropAt(0.2));
  }

  @Test
  void surgery_hiddenScoreHigherByTheMargin_comesBack() {
    ModelParam param = Params.param("a_W", 0, List.of(4L), Optional.empty());
    Candidate candidate =
        new Candidate(
            Pool.ofWeights(param),
            new float[] {1, 1, 1.05f, 1.2f},
            Mask.of(true, true, false, false));

    Mask mask =
        new MaskSelector(Allocation.global(), Amount.sparsity(0.5), Limits.DEFAULT, Map.of())
            .select(
                List.of(candidate),
                t -> t,
                new Change(Optional.empty(), Optional.of(Growth.surgery(0.1)), 0))
            .get("a_W");

    assertEquals("1001", bits(mask));
  }

  /** Before they are rounded to whole weights. */
  private static double[] sparsities(Allocation allocation, double sparsity, Pool... pools) {
    List<Apportionment.Part> parts =
        Arrays.stream(pools)
            .map(pool -> part(allocation.density(pool), pool.units().count()))
            .toList();
    long total = parts.stream().mapToLong(Apportionment.Part::size).sum();
    double[] quotas = new Apportionment(parts, Rounding.kept(total, sparsity)).quotas();
    return IntStream.range(0, pools.length)
        .mapToDouble(i -> 1 - quotas[i] / parts.get(i).size())
        .toArray();
  }

  private static Apportionment.Part part(double density, long size) {
    return new Apportionment.Part(density * size, size, 1, 1, size, size);
  }

  private static String select(
      Allocation allocation, double sparsity, Granularity granularity, float... unitScores) {
    return select(allocation, sparsity, granularity, sparsity, unitScores);
  }

  private static String select(
      Allocation allocation,
      double sparsity,
      Granularity granularity,
      double now,
      float... unitScores) {
    float[] scores = unitScores.length == 0 ? SCORES : unitScores;
    return bits(
        new MaskSelector(allocation, Amount.sparsity(sparsity), Limits.DEFAULT, Map.of())
            .select(List.of(candidate(granularity, scores)), t -> now, Change.REMOVE_ONLY)
            .get("a_W"));
  }

  private static String select(Amount amount, Granularity granularity, float... scores) {
    return bits(
        new MaskSelector(Allocation.global(), amount, Limits.DEFAULT, Map.of())
            .select(List.of(candidate(granularity, scores)), t -> t, Change.REMOVE_ONLY)
            .get("a_W"));
  }

  private static Candidate candidate(Granularity granularity, float... scores) {
    Pool pool = granularity.pool(DENSE).orElseThrow();
    return new Candidate(pool, scores, Mask.keepAll(DENSE.shape()));
  }

  private static String bits(Mask mask) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < mask.length(); i++) {
      text.append(mask.isKept(i) ? '1' : '0');
    }
    return text.toString();
  }
}
