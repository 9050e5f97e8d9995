package io.github.dl4jpruning.training;

import io.github.dl4jpruning.model.PrunableModel;
import org.deeplearning4j.nn.api.Model;

/** The network of a run; the same for ever, though DL4J may rebuild its arrays. */
final class TrainedNetwork {
  private final String description;
  private volatile PrunableModel model;

  TrainedNetwork(PrunableModel model) {
    this.model = model;
    this.description = model.toString(); // asking later may wait for the network's lock
  }

  PrunableModel model() {
    return model;
  }

  boolean is(Model network) {
    return network == model.network();
  }

  /**
   * Refuses another network; takes a new look at this one if its arrays were rebuilt.
   *
   * @return whether they were
   */
  boolean requireSame(Model network) {
    if (network != model.network()) {
      throw new IllegalStateException(
          "This PruningListener belongs to another network (a %s): one listener prunes one network."
                  .formatted(description)
              + " For a clone or a restored network make PruningListener.keep(listener.masks()), for"
              + " a new one new PruningListener(recipe). A ComputationGraph's clone() shares its"
              + " listeners");
    }
    if (model.isCurrent()) {
      return false;
    }
    PrunableModel rebuilt = PrunableModel.of(network);
    if (!rebuilt.params().equals(model.params())) {
      throw new IllegalStateException(
          "The network's structure changed under its PruningListener: it had %s, now it has %s."
                  .formatted(model.params(), rebuilt.params())
              + " Make a new listener for the new structure");
    }
    model = rebuilt;
    return true;
  }
}
