package io.github.dl4jpruning.io;

import io.github.dl4jpruning.mask.MaskStore;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * What a {@link PrunedModelFile} holds.
 *
 * @param network a MultiLayerNetwork or ComputationGraph, initialised, without listeners; its
 *     configuration holds the number of updates and epochs that it has seen
 * @param masks its masks; for {@code PruningListener.keep(masks)} if it is trained on
 * @param card its model card, if it was written with one: from a stranger, any text
 */
public record PrunedModel(Model network, MaskStore masks, Optional<String> card) {
  /** Checks that all are there. */
  public PrunedModel {
    Objects.requireNonNull(network);
    Objects.requireNonNull(masks);
    Objects.requireNonNull(card);
  }

  /**
   * The network as what it is.
   *
   * @param type {@code MultiLayerNetwork.class} or {@code ComputationGraph.class}
   * @param <T> the same
   * @return the network
   * @throws IllegalArgumentException if it is of the other kind
   */
  public <T extends Model> T network(Class<T> type) {
    if (!type.isInstance(network)) {
      throw new IllegalArgumentException(
          "The file holds a %s, not a %s"
              .formatted(network.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(network);
  }
}
