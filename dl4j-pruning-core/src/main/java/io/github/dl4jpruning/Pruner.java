package io.github.dl4jpruning;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatMask;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.Candidate;
import io.github.dl4jpruning.select.RemovalOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;

/**
 * Computes masks, and applies them outside of training. Stateless and thread-safe; the network
 * given is not.
 */
public final class Pruner {
  private Pruner() {}

  /**
   * Prunes a trained network once, to the recipe's final sparsity; schedule and cadence play no
   * part. Pruned weights are +0.0 afterwards, and so is their updater state. To keep them at zero
   * in a later {@code fit()}, add {@link PruningListener#keep(MaskStore)} to the network.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; its weights are changed in place
   * @param recipe what to prune and how much
   * @return the masks
   * @throws IllegalArgumentException if the recipe does not fit the network, or its criterion needs
   *     signals, which only training gathers
   * @throws IllegalStateException if the network is not initialised or a score is NaN
   */
  public static MaskStore prune(Model network, PruningRecipe recipe) {
    PrunableModel model = PrunableModel.of(network);
    ResolvedRecipe resolved = ResolvedRecipe.of(recipe, model.params());
    if (!recipe.criterion().signals().isEmpty()) {
      throw new IllegalArgumentException(
          "%s needs %s, which only training gathers: add a PruningListener to fit(), or choose"
                  .formatted(recipe.criterion(), recipe.criterion().signals())
              + " Criterion.magnitude()");
    }
    MaskStore masks = masks(model, resolved, 1, MaskStore.empty(), Map.of(), Optional.empty());
    apply(network, masks);
    return masks;
  }

  /**
   * Sets pruned weights, and their gradient and updater state where training has created them, to
   * +0.0.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; changed in place
   * @param masks masks of its parameters
   * @throws IllegalArgumentException if a mask's parameter does not exist or has another shape
   * @throws IllegalStateException if the network is not initialised
   */
  public static void apply(Model network, MaskStore masks) {
    PrunableModel model = PrunableModel.of(network);
    model.requireFits(masks);
    if (masks.isEmpty()) {
      return;
    }
    FlatMask flat = FlatMask.of(model.params(), masks, model.dataType());
    flat.clear(model.flatParams(), 0);
    if (model.existingUpdater().isPresent() && network.getGradientsViewArray() != null) {
      FlatViews views = model.views();
      views.clearWeightsAndState(flat);
      views.clearGradient(flat);
    }
  }

  /**
   * Computes masks; changes nothing.
   *
   * @param model the network
   * @param resolved the recipe, resolved for it
   * @param progress how much of the cadence has passed, 0 to 1
   * @param current the masks that hold now; what they remove stays removed unless {@code order}
   *     says what returns
   * @param signals values of each gathered signal, one per element of the flat parameters
   * @param order notes removals and says what comes back; without it nothing comes back
   * @return {@code current} with the masks of all pruned parameters replaced
   * @throws IllegalStateException if a score is NaN
   */
  public static MaskStore masks(
      PrunableModel model,
      ResolvedRecipe resolved,
      double progress,
      MaskStore current,
      Map<Signal, float[]> signals,
      Optional<RemovalOrder> order) {
    float[] weights = model.flatParams().toFloatVector();
    Criterion criterion = resolved.recipe().criterion();
    Map<String, Mask> masks = new TreeMap<>();
    for (ResolvedRecipe.Group group : resolved.groups()) {
      List<Candidate> candidates =
          group.params().stream()
              .map(
                  param ->
                      new Candidate(
                          param,
                          criterion.score(
                              context(param, weights, signals, resolved.recipe().seed())),
                          current.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()))))
              .toList();
      DoubleUnaryOperator now = target -> group.schedule().sparsityAt(progress, target);
      masks.putAll(resolved.selector(group).select(candidates, now, order));
    }
    return current.withAll(masks);
  }

  private static ScoreContext context(
      ModelParam param, float[] weights, Map<Signal, float[]> signals, long seed) {
    Map<Signal, Supplier<float[]>> own = new HashMap<>();
    signals.forEach((signal, values) -> own.put(signal, () -> part(values, param)));
    return new ScoreContext(param, () -> part(weights, param), own, seed);
  }

  private static float[] part(float[] flat, ModelParam param) {
    return Arrays.copyOfRange(flat, param.offset(), param.offset() + param.length());
  }
}
