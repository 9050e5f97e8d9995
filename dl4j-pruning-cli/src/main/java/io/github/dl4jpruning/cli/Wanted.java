package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Amount;

/** The sparsity that a recipe asks for. */
final class Wanted {
  private Wanted() {}

  static double sparsityOf(PruningRecipe recipe) throws Failure {
    if (recipe.targets().isEmpty()
        && recipe.amount().orElse(null) instanceof Amount.Sparsity sparsity) {
      return sparsity.value();
    }
    throw Failure.usage(
        "A scan suggests how to split one sparsity: --sparsity 0.9, without --layer");
  }
}
