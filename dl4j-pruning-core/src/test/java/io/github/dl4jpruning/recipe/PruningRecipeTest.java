package io.github.dl4jpruning.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Normalisation;
import io.github.dl4jpruning.criterion.Reduction;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.Limits;
import io.github.dl4jpruning.structure.Granularity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruningRecipeTest {
  @Test
  void build_amountAndCadenceOnly_defaults() {
    assertEquals(
        new PruningRecipe(
            Optional.of(Amount.sparsity(0.9)),
            List.of(),
            List.of(),
            Schedule.cubic(),
            Cadence.iterations(100, 2000, 50),
            Criterion.magnitude(),
            Optional.empty(),
            Normalisation.NONE,
            Granularity.weight(),
            Allocation.global(),
            Limits.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            false,
            0),
        PruningRecipe.builder().sparsity(0.9).iterations(100, 2000, 50).build());
  }

  @Test
  void build_everySetting_taken() {
    ParamFilter fc1 = ParamFilter.layer("fc1");
    ParamFilter out = ParamFilter.layer("out");
    Target third = new Target(ParamFilter.param("W"), Optional.empty(), Optional.empty());
    Allocation allocation = Allocation.perParameter(Map.of("0_W", 0.5));
    Penalty penalty = Penalty.groupLasso(Granularity.column(), 0.1);

    assertEquals(
        new PruningRecipe(
            Optional.of(Amount.sparsity(0.9)),
            List.of(
                new Target(fc1, Optional.of(Amount.sparsity(0.8)), Optional.empty()),
                new Target(out, Optional.of(Amount.sparsity(0.5)), Optional.of(Schedule.linear())),
                third),
            List.of(ParamFilter.layer("conv1"), ParamFilter.param("RW")),
            Schedule.cosine(),
            Cadence.epochs(1, 9, 2),
            Criterion.random(),
            Optional.of(Reduction.MEAN),
            Normalisation.MAX,
            Granularity.nOfM(2, 4),
            allocation,
            new Limits(4, 2, 0.1, 0.95),
            Optional.of(Growth.rigl()),
            Optional.of(new Rewind(7)),
            List.of(penalty),
            List.of(InputType.feedForward(4)),
            true,
            42),
        PruningRecipe.builder()
            .sparsity(0.9)
            .target(fc1, 0.8)
            .target(out, 0.5, Schedule.linear())
            .target(third)
            .leaveAlone(ParamFilter.layer("conv1"))
            .leaveAlone(ParamFilter.param("RW"))
            .schedule(Schedule.cosine())
            .epochs(1, 9, 2)
            .criterion(Criterion.random())
            .allocation(allocation)
            .keepPerOutput(2)
            .keepPerParameter(4)
            .sparsityPerParameter(0.1, 0.95)
            .reduction(Reduction.MEAN)
            .normalisation(Normalisation.MAX)
            .granularity(Granularity.nOfM(2, 4))
            .growth(Growth.rigl())
            .rewindTo(7)
            .penalty(penalty)
            .inputTypes(InputType.feedForward(4))
            .meanReplacement()
            .seed(42)
            .build());
  }

  @Test
  void build_settingsTwice_lastWins() {
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(0.5)
            .sparsity(0.9)
            .iterations(0, 10, 1)
            .cadence(Cadence.epochs(0, 3, 1))
            .build();

    assertEquals(Optional.of(Amount.sparsity(0.9)), recipe.amount());
    assertEquals(Cadence.epochs(0, 3, 1), recipe.cadence());
  }

  @Test
  void build_builderUsedFurther_recipeDoesNotChange() {
    RecipeBuilder builder = PruningRecipe.builder().sparsity(0.9).oneShot(0);
    PruningRecipe recipe = builder.build();
    builder.target(ParamFilter.layer("fc1"), 0.5).leaveAlone(ParamFilter.layer("out"));

    assertEquals(List.of(), recipe.targets());
    assertEquals(List.of(), recipe.leftAlone());
  }

  @Test
  void oneShot_sparsity_wholeTargetAtIterationZero() {
    PruningRecipe recipe = PruningRecipe.oneShot(0.9);

    assertEquals(Cadence.iterations(0, 0, 1), recipe.cadence());
    assertEquals(0.9, recipe.schedule().sparsityAt(recipe.cadence().progress(0), 0.9));
    assertEquals(PruningRecipe.builder().sparsity(0.9).oneShot(0).build(), recipe);
  }

  @Test
  void oneShot_thenIterations_keepsTheSchedule() {
    PruningRecipe recipe =
        PruningRecipe.builder().sparsity(0.9).oneShot(0).iterations(0, 100, 10).build();

    assertEquals(Schedule.cubic(), recipe.schedule());
  }

  @Test
  void build_nothingToPrune_error() {
    assertError(
        "The recipe prunes nothing: set sparsity(...), or add a target(...)",
        () -> PruningRecipe.builder().oneShot(0).build());
    assertError(
        "The recipe prunes nothing: set sparsity(...), or add a target(...)",
        () -> PruningRecipe.builder().leaveAlone(ParamFilter.param("b")).oneShot(0).build());
  }

  @Test
  void build_targetWithoutAnyAmount_error() {
    Target target = new Target(ParamFilter.layer("fc1"), Optional.empty(), Optional.empty());

    assertError(
        "The target \"layer fc1\" has no amount, and the recipe has none either: set"
            + " sparsity(...)",
        () -> PruningRecipe.builder().target(target).oneShot(0).build());
  }

  @Test
  void build_noCadence_error() {
    Exception error =
        assertThrows(
            IllegalStateException.class, () -> PruningRecipe.builder().sparsity(0.9).build());

    assertEquals(
        "Say when to prune: iterations(first, last, every), epochs(first, last, every) or"
            + " oneShot(iteration)",
        error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 90, Double.NaN})
  void sparsity_outOfRange_error(double value) {
    String text =
        "Sparsity is the fraction to remove, at least 0 and below 1 (0.9 for 90 %), got " + value;

    assertError(text, () -> PruningRecipe.oneShot(value));
    assertError(text, () -> PruningRecipe.builder().sparsity(value));
    assertError(text, () -> PruningRecipe.builder().target(ParamFilter.param("W"), value));
    assertError(
        text,
        () -> PruningRecipe.builder().target(ParamFilter.param("W"), value, Schedule.linear()));
  }

  @Test
  void builder_badPositionsAndLimits_error() {
    assertError(
        "A cadence needs 0 <= first <= last, got first 5, last 4",
        () -> PruningRecipe.builder().iterations(5, 4, 1));
    assertError("A cadence needs every >= 1, got 0", () -> PruningRecipe.builder().epochs(0, 4, 0));
    assertError(
        "A cadence needs 0 <= first <= last, got first -1, last -1",
        () -> PruningRecipe.builder().oneShot(-1));
    assertError(
        "Each parameter keeps at least 1 weight, got a floor of 0",
        () -> PruningRecipe.builder().keepPerParameter(0));
    assertError(
        "The floor per output must be at least 0, got -1",
        () -> PruningRecipe.builder().keepPerOutput(-1));
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
