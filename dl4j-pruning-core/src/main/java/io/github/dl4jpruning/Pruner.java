package io.github.dl4jpruning;

import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Passes;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.repair.Repair;
import io.github.dl4jpruning.repair.Repaired;
import io.github.dl4jpruning.select.RemovalOrder;
import io.github.dl4jpruning.training.OneShot;
import java.util.Map;
import java.util.Optional;
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
   *     data
   * @throws IllegalStateException if the network is not initialised or a score is NaN
   */
  public static MaskStore prune(Model network, PruningRecipe recipe) {
    return OneShot.prune(PrunableModel.of(network), recipe, Optional.empty());
  }

  /**
   * Prunes a network once, by a criterion that needs data: signals are gathered over the samples,
   * losses measured on them. A copy of the network runs them, so its listeners and counters see
   * nothing.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; its weights are changed in place
   * @param recipe what to prune and how much
   * @param samples labelled examples; a few minibatches will do for most criteria
   * @return the masks
   * @throws IllegalArgumentException if the recipe does not fit the network
   * @throws IllegalStateException if the network is not initialised or a score is NaN
   */
  public static MaskStore prune(Model network, PruningRecipe recipe, Samples samples) {
    return OneShot.prune(PrunableModel.of(network), recipe, Optional.of(samples));
  }

  /**
   * Prunes a network once, and repairs it: the kept weights of each layer are solved anew, so that
   * its output on the samples stays as near as it can to what it was. For when there is no time to
   * train. Both happen in a copy; the network changes at the end.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; its weights are changed in place
   * @param recipe what to prune and how much: single weights, patterns, or structures
   * @param samples a few hundred examples; labels are for criteria that look at them
   * @param repair how
   * @return the masks, and what was repaired of each layer and what was not
   * @throws IllegalArgumentException if the recipe does not fit the network, there is no sample, or
   *     values are not finite; nothing has changed then
   * @throws IllegalStateException if the network is not initialised, a score is NaN, or a layer
   *     reads arrays of an unknown form
   */
  public static Repaired prune(
      Model network, PruningRecipe recipe, Samples samples, Repair repair) {
    PrunableModel model = PrunableModel.of(network);
    PrunableModel copy = Passes.ofCopy(model).model();
    MaskStore masks = OneShot.prune(copy, recipe, Optional.of(samples));
    Repaired repaired = repair.apply(copy.network(), masks, network, samples);
    model.flatParams().assign(copy.flatParams());
    model.apply(masks);
    return repaired;
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
    PrunableModel.of(network).apply(masks);
  }

  /**
   * Computes masks; changes nothing.
   *
   * @param model the network
   * @param resolved the recipe, resolved for it
   * @param progress how much of the cadence has passed, 0 to 1
   * @param current the masks that hold now; what they remove stays removed unless {@code order}
   *     says what returns
   * @param signals values of each gathered signal, by parameter key
   * @param order notes removals and says what comes back; without it nothing comes back
   * @return {@code current} with the masks of all pruned parameters replaced
   * @throws IllegalStateException if a score is NaN
   */
  public static MaskStore masks(
      PrunableModel model,
      ResolvedRecipe resolved,
      double progress,
      MaskStore current,
      Map<Signal, Map<String, float[]>> signals,
      Optional<RemovalOrder> order) {
    return OneShot.masks(model, resolved, progress, current, signals, order, Optional.empty());
  }
}
