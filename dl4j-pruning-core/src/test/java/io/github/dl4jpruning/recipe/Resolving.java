package io.github.dl4jpruning.recipe;

import java.util.Map;

/** Resolves recipes for one small network. */
final class Resolving {
  private Resolving() {}

  static RecipeBuilder base() {
    return PruningRecipe.builder().iterations(0, 100, 10);
  }

  static ResolvedRecipe of(PruningRecipe recipe) {
    return Resolver.resolve(recipe, Params.ALL, Map.of());
  }
}
