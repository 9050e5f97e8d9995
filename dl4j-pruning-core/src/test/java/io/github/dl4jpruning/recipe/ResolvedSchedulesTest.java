package io.github.dl4jpruning.recipe;

import static io.github.dl4jpruning.recipe.Resolving.base;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a resolved recipe asks for over time, and whether weights come back. */
class ResolvedSchedulesTest {
  // ---- the sparsity on the way

  @Test
  void sparsityAt_oneGroup_asWholeWeightsAllow() {
    ResolvedRecipe resolved =
        Resolving.of(base().sparsity(0.9).schedule(Schedule.linear()).build());

    // 58 weights: 0.45 of them is 26.1, 0.9 is 52.2.
    assertEquals(0, resolved.sparsityAt(0).orElseThrow());
    assertEquals(26 / 58.0, resolved.sparsityAt(0.5).orElseThrow());
    assertEquals(52 / 58.0, resolved.sparsityAt(1).orElseThrow());
  }

  @Test
  void sparsityAt_severalGroups_weightedByTheirWeights() {
    ResolvedRecipe resolved =
        Resolving.of(
            base()
                .sparsity(0.5)
                .target(ParamFilter.layer("out"), 0.8, Schedule.constant())
                .schedule(Schedule.linear())
                .build());

    assertEquals(24 / 58.0, resolved.sparsityAt(0).orElseThrow(), 1e-15);
    assertEquals((24 + 7) / 58.0, resolved.sparsityAt(0.5).orElseThrow(), 1e-15);
    assertEquals((24 + 14) / 58.0, resolved.sparsityAt(1).orElseThrow(), 1e-15);
  }

  @Test
  void sparsityAt_perParameter_eachItsOwn() {
    ResolvedRecipe resolved =
        Resolving.of(
            base().sparsity(0.5).allocation(Allocation.perParameter(Map.of("2_W", 0.9))).build());

    assertEquals((4 + 18 + 15) / 58.0, resolved.sparsityAt(1).orElseThrow(), 1e-15);
  }

  // ---- recovery

  @Test
  void recovers_risingSchedules_false() {
    for (Schedule schedule :
        List.of(
            Schedule.constant(),
            Schedule.linear(),
            Schedule.cubic(),
            Schedule.exponential(),
            Schedule.cosine(),
            Schedule.cyclic(3, 0))) {
      assertFalse(
          Resolving.of(base().sparsity(0.9).schedule(schedule).build()).recovers(),
          schedule::toString);
    }
  }

  @Test
  void recovers_fallingSchedules_true() {
    assertTrue(
        Resolving.of(base().sparsity(0.9).schedule(Schedule.cyclic(3, 0.5)).build()).recovers());
    assertTrue(
        Resolving.of(base().sparsity(0.5).schedule(Schedule.polynomial(3, 0.8)).build())
            .recovers());
    assertTrue(
        Resolving.of(
                base()
                    .sparsity(0.9)
                    .target(ParamFilter.layer("out"), 0.5, Schedule.cyclic(2, 1))
                    .build())
            .recovers());
  }

  @Test
  void recovers_fallOnlyBetweenTwoChanges_false() {
    // Down and up again between progress 0.5 and 1: with two changes no weight comes back.
    PruningRecipe recipe =
        base()
            .sparsity(0.9)
            .schedule(Schedule.piecewise(Map.of(0.5, 0.8, 0.7, 0.1)))
            .cadence(Cadence.iterations(0, 100, 50))
            .build();

    assertFalse(Resolving.of(recipe).recovers());
  }

  @Test
  void recovers_fallsInTheLastChange_true() {
    PruningRecipe recipe =
        base()
            .sparsity(0.5)
            .schedule((progress, target) -> progress < 1 ? 0.8 : target)
            .cadence(Cadence.iterations(0, 100, 70))
            .build();

    assertTrue(Resolving.of(recipe).recovers());
  }

  /** 2_W begins at 0.5, as all do, and has to come back to 0.3. */
  @Test
  void recovers_perParameterAmountBelowTheInitial_true() {
    PruningRecipe recipe =
        base()
            .sparsity(0.9)
            .schedule(Schedule.polynomial(3, 0.5))
            .allocation(Allocation.perParameter(Map.of("2_W", 0.3)))
            .build();

    assertTrue(Resolving.of(recipe).recovers());
  }

  /** Seconds, hours and for ever, when each change was looked at. */
  @Test
  void of_longestCadences_resolvedAtOnce() {
    for (long last : new long[] {10_000_000, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      assertFalse(Resolving.of(base().sparsity(0.5).iterations(0, last, 1).build()).recovers());
      assertTrue(
          Resolving.of(
                  base().sparsity(0.5).schedule(Schedule.cyclic(2, 1)).epochs(0, last, 1).build())
              .recovers());
    }
  }

  @Test
  void recovers_oneChange_false() {
    PruningRecipe recipe =
        base()
            .sparsity(0.9)
            .schedule(Schedule.cyclic(3, 0.5))
            .cadence(Cadence.iterations(5, 5, 1))
            .build();

    assertFalse(Resolving.of(recipe).recovers());
  }
}
