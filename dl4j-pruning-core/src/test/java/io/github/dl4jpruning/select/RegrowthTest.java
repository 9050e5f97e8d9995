package io.github.dl4jpruning.select;

import static io.github.dl4jpruning.select.ScoredMasks.DENSE;
import static io.github.dl4jpruning.select.ScoredMasks.bits;
import static io.github.dl4jpruning.select.ScoredMasks.candidate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tiny scores in, expected masks out: weights that come back. */
class RegrowthTest {
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
}
