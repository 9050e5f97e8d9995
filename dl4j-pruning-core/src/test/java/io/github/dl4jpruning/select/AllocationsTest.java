package io.github.dl4jpruning.select;

import static io.github.dl4jpruning.select.ScoredMasks.candidate;
import static io.github.dl4jpruning.select.ScoredMasks.select;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tiny scores in, expected masks out: allocations and shapes beside the basics. */
class AllocationsTest {
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
}
