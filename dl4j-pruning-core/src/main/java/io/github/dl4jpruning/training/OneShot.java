package io.github.dl4jpruning.training;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.LossProbe;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.Requirements;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.RemovalOrder;
import io.github.dl4jpruning.training.decision.Decision;
import io.github.dl4jpruning.training.decision.SampleRun;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Masks chosen without training. */
public final class OneShot {
  private OneShot() {}

  /**
   * Prunes a network once, to a recipe's final sparsity; biases take over means if the recipe says
   * so.
   *
   * @param model changed in place
   * @return the masks, applied
   */
  public static MaskStore prune(
      PrunableModel model, PruningRecipe recipe, Optional<Samples> samples) {
    ResolvedRecipe resolved = ResolvedRecipe.of(recipe, model);
    Criterion criterion = recipe.criterion();
    Requirements needs = Requirements.of(recipe);
    needs.requireServedAtOnce(samples.isPresent());
    Origin origin = Origin.of(model);
    Optional<SampleRun> data =
        needs.samples() ? samples.map(s -> new SampleRun(model, origin, s)) : Optional.empty();
    Map<Signal, Map<String, float[]>> signals =
        criterion.signals().isEmpty()
            ? Map.of()
            : data.orElseThrow().signals(criterion.signals(), resolved.pools());
    MaskStore masks =
        masks(
            model,
            resolved,
            1,
            MaskStore.empty(),
            signals,
            Optional.empty(),
            needs.losses() ? data.map(run -> run::probe) : Optional.empty());
    if (recipe.meanReplacement()) {
      MeanReplacement replacement = new MeanReplacement(model, resolved.params());
      Map<String, float[]> means =
          Objects.requireNonNull(
              data.orElseThrow()
                  .signals(Set.of(MeanReplacement.MEANS), replacement.pools())
                  .get(MeanReplacement.MEANS));
      replacement.apply(model, origin, MaskStore.empty(), masks, means);
    }
    model.apply(masks);
    return masks;
  }

  /**
   * Computes masks; changes nothing.
   *
   * @return {@code current} with the masks of all pruned parameters replaced
   */
  public static MaskStore masks(
      PrunableModel model,
      ResolvedRecipe resolved,
      double progress,
      MaskStore current,
      Map<Signal, Map<String, float[]>> signals,
      Optional<RemovalOrder> order,
      Optional<Function<ModelParam, LossProbe>> probe) {
    return new Decision(
            Origin.of(model),
            resolved,
            progress,
            0,
            current,
            model.flatParams().toFloatVector(),
            signals,
            Optional.empty(),
            order,
            probe)
        .masks();
  }
}
