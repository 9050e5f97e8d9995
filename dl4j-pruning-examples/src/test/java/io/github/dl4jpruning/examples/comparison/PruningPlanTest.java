package io.github.dl4jpruning.examples.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.schedule.Cadence;
import org.junit.jupiter.api.Test;

class PruningPlanTest {
  @Test
  void recipe_longTraining_changesMasksSoManyTimes() {
    assertEquals(Cadence.iterations(2_000, 7_000, 100), cadence(0.2, 0.7, 10_000));
  }

  @Test
  void recipe_shortTraining_keepsStepsBetweenChanges() {
    assertEquals(Cadence.iterations(56, 197, 10), cadence(0.2, 0.7, 282));
  }

  @Test
  void recipe_endOfTraining_isTheLastStep() {
    assertEquals(Cadence.iterations(3, 3, 10), cadence(1, 1, 4));
  }

  @Test
  void new_outOfRange_says() {
    refused(
        "Sparsity is the fraction to remove, at least 0 and below 1 (0.9 for 90 %), got 90.0",
        90, 0, 1, 1);
    refused("Pruning needs 0 <= begin <= end <= 1, got begin 0.5, end 0.4", 0.9, 0.5, 0.4, 1);
    refused("The masks must change at least once, got 0", 0.9, 0, 1, 0);
  }

  private static void refused(
      String message, double sparsity, double begin, double end, int changes) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> plan(sparsity, begin, end, changes))
            .getMessage());
  }

  private static Cadence cadence(double begin, double end, long iterations) {
    return plan(0.9, begin, end, 50).recipe(iterations, 1).cadence();
  }

  private static PruningPlan plan(double sparsity, double begin, double end, int changes) {
    return new PruningPlan(
        PruningPlan.What.WEIGHTS,
        sparsity,
        PruningPlan.Rise.CUBIC,
        PruningPlan.Split.GLOBAL,
        PruningPlan.Score.MAGNITUDE,
        Method.PRUNE,
        begin,
        end,
        changes);
  }
}
