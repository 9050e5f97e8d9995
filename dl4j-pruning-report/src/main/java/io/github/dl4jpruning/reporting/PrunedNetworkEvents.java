package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.event.WeightHistogram;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Model;

/** TensorBoard's events of what a listener does to its network. */
final class PrunedNetworkEvents {
  private final PruningListener pruner;
  private final PrunableModel network;
  private final Optional<ResolvedRecipe> recipe;
  private int changesKnown;

  /**
   * Begins with what has happened so far.
   *
   * @throws IllegalStateException if the listener belongs to another network
   */
  PrunedNetworkEvents(PruningListener pruner, PrunableModel network) {
    this.pruner = pruner;
    this.network = network;
    this.recipe = pruner.attachTo(network.network());
  }

  /** Not of the smaller network that takes over its listeners. */
  boolean isOf(Model model) {
    return network.network() == model;
  }

  Optional<ResolvedRecipe> recipe() {
    return recipe;
  }

  /** What is to be reached, as far as that is a number. */
  OptionalDouble target() {
    return pruner.status().target();
  }

  ProtoBytes sparsity() {
    return Summaries.scalar("sparsity/all", pruner.masks().sparsity());
  }

  /** Mask changes since the last call; after one, masks and weights too. */
  List<ProtoBytes> changes() {
    List<ProtoBytes> values = new ArrayList<>();
    List<PruningHistory.Change> all = pruner.history().changes();
    for (PruningHistory.Change change : all.subList(changesKnown, all.size())) {
      change.target().ifPresent(wanted -> values.add(Summaries.scalar("sparsity/wanted", wanted)));
      values.add(Summaries.scalar("sparsity/reached", change.reached()));
      values.add(Summaries.scalar("sparsity/all", change.sparsity()));
    }
    if (all.size() > changesKnown) {
      MaskStore masks = pruner.masks();
      masks
          .masks()
          .forEach(
              (key, mask) -> values.add(Summaries.scalar("sparsity_of/" + key, mask.sparsity())));
      for (MaskPictures.Picture picture : MaskPictures.pictures(network.network(), masks)) {
        String tag = "masks/%s/%s".formatted(picture.parameter(), picture.id());
        values.add(Summaries.image(tag, picture.pixels()));
      }
      values.addAll(weights());
    }
    changesKnown = all.size();
    return values;
  }

  /** Histograms of the weights that are kept. */
  List<ProtoBytes> weights() {
    List<ProtoBytes> values = new ArrayList<>();
    MaskStore masks = pruner.masks();
    for (ModelParam param : network.params()) {
      masks
          .get(param.key())
          .ifPresent(
              mask -> {
                float[] kept = Histograms.keptWeights(network, param, mask);
                values.add(
                    Summaries.histogram("weights/" + param.key(), kept, WeightHistogram.of(kept)));
              });
    }
    return values;
  }
}
