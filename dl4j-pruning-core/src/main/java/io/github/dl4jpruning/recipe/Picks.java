package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.model.ModelParam;
import java.util.Collection;
import java.util.List;

/**
 * What a recipe's filters mean in one network.
 *
 * @param targets in the recipe's order
 * @param leftAlone parameters that are not pruned
 */
record Picks(List<Target> targets, List<ParamFilter> leftAlone) {
  /** Refuses filters that name what does not exist. */
  static Picks of(PruningRecipe recipe, Collection<ModelParam> params) {
    recipe.targets().forEach(target -> target.filter().requireExists(params));
    recipe.leftAlone().forEach(filter -> filter.requireExists(params));
    return new Picks(
        recipe.targets().stream().map(target -> target.in(params)).toList(),
        recipe.leftAlone().stream().map(filter -> filter.in(params)).toList());
  }

  boolean leavesAlone(ModelParam param) {
    return leftAlone.stream().anyMatch(filter -> filter.matches(param));
  }
}
