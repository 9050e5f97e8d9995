package io.github.dl4jpruning.training;

import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.training.signal.SignalCollector;
import java.util.ArrayList;
import java.util.List;

/** What a recipe's steps consist of besides masks. */
final class StepParts {
  private StepParts() {}

  /** In the order in which they see a step. */
  static List<StepPart> of(ResolvedRecipe resolved, PrunableModel model, Origin origin) {
    PruningRecipe recipe = resolved.recipe();
    List<StepPart> parts = new ArrayList<>();
    recipe
        .growth()
        .filter(Growth.Surgery.class::isInstance)
        .map(Growth.Surgery.class::cast)
        .ifPresent(surgery -> parts.add(new HiddenWeights(surgery, resolved, model, origin)));
    recipe.rewind().ifPresent(rewind -> parts.add(new RewindPoint(rewind, origin.positions())));
    if (recipe.meanReplacement()) {
      MeanReplacement replacement = new MeanReplacement(model, resolved.paramsIn(model));
      parts.add(new MeansOfPruned(replacement, model, origin));
    }
    parts.addAll(penalties(resolved, model, origin));
    return parts;
  }

  /** The recipe's penalties, with arrays of their own. */
  static List<GroupLasso> penalties(ResolvedRecipe resolved, PrunableModel model, Origin origin) {
    return resolved.recipe().penalties().stream()
        .map(penalty -> new GroupLasso(penalty, model, resolved.paramsIn(model), origin))
        .toList();
  }

  /** What gathers the criterion's signals. */
  static Gathering gathering(ResolvedRecipe resolved, PrunableModel model, Origin origin) {
    return new Gathering(
        "signal ",
        new SignalCollector(
            resolved.recipe().criterion().signals(), model, resolved.pools(), origin));
  }
}
