package io.github.dl4jpruning.recipe;

import static io.github.dl4jpruning.recipe.Resolving.base;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedRecipeTest {
  private static final Target CONV_TARGET =
      new Target(ParamFilter.layer("conv1"), Optional.empty(), Optional.empty());

  @Test
  void of_defaults_oneGroupOfAllWeights() {
    ResolvedRecipe resolved = Resolving.of(PruningRecipe.oneShot(0.5));

    assertEquals(1, resolved.groups().size());
    assertEquals(
        new ResolvedRecipe.Group(
            "weights",
            Params.pools(Params.CONV, Params.DENSE, Params.OUT),
            Amount.sparsity(0.5),
            Schedule.cubic()),
        resolved.groups().get(0));
    assertEquals(List.of(Params.CONV, Params.DENSE, Params.OUT), resolved.params());
    assertEquals(
        List.of("0_b[1, 2]: bias", "1_gamma[1, 2]: normalisation", "2_b[1, 10]: bias"),
        leftAlone(resolved));
  }

  @Test
  void of_severalTargets_firstMatchWins() {
    ResolvedRecipe resolved =
        Resolving.of(
            base()
                .sparsity(0.9)
                .target(ParamFilter.layer("fc1"), 0.5)
                .target(ParamFilter.param("2_W", "3_W"), 0.25, Schedule.linear())
                .build());

    assertEquals(
        List.of(
            new ResolvedRecipe.Group(
                "layer fc1", Params.pools(Params.DENSE), Amount.sparsity(0.5), Schedule.cubic()),
            new ResolvedRecipe.Group(
                "parameter 2_W, 3_W",
                Params.pools(Params.OUT),
                Amount.sparsity(0.25),
                Schedule.linear()),
            new ResolvedRecipe.Group(
                "all other weights",
                Params.pools(Params.CONV),
                Amount.sparsity(0.9),
                Schedule.cubic())),
        resolved.groups());
    assertEquals(List.of(Params.DENSE, Params.OUT, Params.CONV), resolved.params());
  }

  @Test
  void of_targetsOnly_restLeftAlone() {
    ResolvedRecipe resolved = Resolving.of(base().target(ParamFilter.layer("out"), 0.5).build());

    assertEquals(List.of(Params.OUT), resolved.params());
    assertEquals(
        List.of(
            "0_W[2, 1, 2, 2]: no target of the recipe",
            "0_b[1, 2]: bias",
            "1_gamma[1, 2]: normalisation",
            "2_W[2, 10]: no target of the recipe",
            "2_b[1, 10]: bias"),
        leftAlone(resolved));
  }

  @Test
  void of_targetsForEverything_noGroupForTheRest() {
    ResolvedRecipe resolved =
        Resolving.of(base().sparsity(0.9).target(ParamFilter.param("W"), 0.5).build());

    assertEquals(
        List.of("parameter W"),
        resolved.groups().stream().map(ResolvedRecipe.Group::description).toList());
  }

  @Test
  void of_targetWithoutAmountOrSchedule_takesTheRecipes() {
    ResolvedRecipe.Group group =
        Resolving.of(base().sparsity(0.9).target(CONV_TARGET).build()).groups().get(0);

    assertEquals(
        new ResolvedRecipe.Group(
            "layer conv1", Params.pools(Params.CONV), Amount.sparsity(0.9), Schedule.cubic()),
        group);
  }

  @Test
  void of_leaveAlone_evenIfATargetNamesIt() {
    ResolvedRecipe resolved =
        Resolving.of(
            base()
                .sparsity(0.9)
                .target(ParamFilter.param("0_W", "2_W"), 0.5)
                .leaveAlone(ParamFilter.layer("conv1"))
                .leaveAlone(ParamFilter.layer("3"))
                .build());

    assertEquals(List.of(Params.DENSE), resolved.params());
    assertEquals(
        List.of(
            "0_W[2, 1, 2, 2]: left alone by the recipe",
            "0_b[1, 2]: bias",
            "1_gamma[1, 2]: normalisation",
            "2_b[1, 10]: bias",
            "3_W[10, 3]: left alone by the recipe"),
        leftAlone(resolved));
  }

  // ---- errors

  @Test
  void of_unknownNames_error() {
    String layer = "There is no layer fc9 with parameters. The network has [conv1, 1, fc1, out]";

    assertError(layer, base().sparsity(0.9).target(ParamFilter.layer("fc9"), 0.5));
    assertError(layer, base().sparsity(0.9).leaveAlone(ParamFilter.layer("fc9")));
    assertError(
        "There is no parameter RW. The network has [0_W, 0_b, 1_gamma, 2_W, 2_b, 3_W]",
        base().sparsity(0.9).target(ParamFilter.param("RW"), 0.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9_W", "0_b"})
  void of_allocationNamesNoWeight_error(String key) {
    assertError(
        "The allocation names " + key + ", but the recipe prunes [0_W, 2_W, 3_W]",
        base().sparsity(0.9).allocation(Allocation.perParameter(Map.of("0_W", 0.5, key, 0.5))));
  }

  @Test
  void of_targetPicksNothing_error() {
    assertError(
        "The target \"embeddings\" picks nothing that can be pruned. The network has [0_W, 0_b,"
            + " 1_gamma, 2_W, 2_b, 3_W]",
        base().target(ParamFilter.where("embeddings", param -> false), 0.5));
  }

  @Test
  void of_targetPicksBiasesOnly_error() {
    assertError(
        "The target \"parameter b\" picks nothing that can be pruned:"
            + " [0_b[1, 2]: bias, 2_b[1, 10]: bias]",
        base().sparsity(0.5).target(ParamFilter.param("b"), 0.5));
  }

  @Test
  void of_earlierTargetHasItAll_errorSaysSo() {
    PruningRecipe recipe =
        base().target(ParamFilter.layer("fc1"), 0.5).target(ParamFilter.param("2_W"), 0.6).build();
    String text =
        assertThrows(IllegalArgumentException.class, () -> Resolving.of(recipe)).getMessage();

    assertTrue(text.contains("earlier target"), text);
  }

  @Test
  void of_everythingLeftAlone_error() {
    assertError(
        "The network has no parameter that can be pruned: [0_W[2, 1, 2, 2]: left alone by the"
            + " recipe, 0_b[1, 2]: bias, 1_gamma[1, 2]: normalisation, 2_W[2, 10]: left alone by"
            + " the recipe, 2_b[1, 10]: bias, 3_W[10, 3]: left alone by the recipe]",
        base().sparsity(0.5).leaveAlone(ParamFilter.param("W")));
  }

  @Test
  void of_networkWithoutWeights_error() {
    Exception error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Resolver.resolve(PruningRecipe.oneShot(0.5), List.of(Params.GAMMA), Map.of()));

    assertEquals(
        "The network has no parameter that can be pruned: [1_gamma[1, 2]: normalisation]",
        error.getMessage());
  }

  @Test
  void of_floorsTooHigh_errorBeforeTraining() {
    assertError(
        "The target would keep 3 of the 30 weights of [3_W[10, 3]], but the floors (12 per"
            + " parameter, 0 per output) keep 12: the largest reachable sparsity is 0.6",
        base().target(ParamFilter.layer("out"), 0.9).keepPerParameter(12));
    assertDoesNotThrow(
        () ->
            Resolving.of(
                base().target(ParamFilter.layer("out"), 0.6).keepPerParameter(12).build()));
  }

  // ---- text

  @Test
  void toString_groupsAndReasons_oneLineEach() {
    ResolvedRecipe resolved =
        Resolving.of(
            base()
                .sparsity(0.9)
                .target(ParamFilter.layer("out"), 0.5, Schedule.constant())
                .leaveAlone(ParamFilter.layer("conv1"))
                .build());

    assertEquals(
        List.of(
            "prune layer out ([3_W[10, 3]]): 50 % of the weights, at once, by magnitude (L1)",
            "prune all other weights ([2_W[2, 10]]): 90 % of the weights, cubic, by magnitude (L1)",
            "leave ([0_W[2, 1, 2, 2]]): left alone by the recipe",
            "leave ([0_b[1, 2], 2_b[1, 10]]): bias",
            "leave ([1_gamma[1, 2]]): normalisation"),
        resolved.toString().lines().toList());
  }

  @Test
  void new_lists_unmodifiable() {
    ResolvedRecipe resolved = Resolving.of(PruningRecipe.oneShot(0.5));
    List<ModelParam> params = resolved.groups().get(0).params();

    assertThrows(UnsupportedOperationException.class, () -> resolved.groups().remove(0));
    assertThrows(UnsupportedOperationException.class, () -> resolved.leftAlone().remove(0));
    assertThrows(UnsupportedOperationException.class, () -> params.remove(0));
  }

  private static List<String> leftAlone(ResolvedRecipe resolved) {
    return resolved.leftAlone().stream().map(ResolvedRecipe.LeftAlone::toString).toList();
  }

  private static void assertError(String text, RecipeBuilder recipe) {
    PruningRecipe built = recipe.build();
    assertEquals(
        text, assertThrows(IllegalArgumentException.class, () -> Resolving.of(built)).getMessage());
  }
}
