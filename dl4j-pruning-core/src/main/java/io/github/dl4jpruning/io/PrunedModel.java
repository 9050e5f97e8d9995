package io.github.dl4jpruning.io;

import io.github.dl4jpruning.mask.MaskStore;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;

/**
 * What a {@link PrunedModelFile} holds.
 *
 * @param network a MultiLayerNetwork or ComputationGraph, initialised, without listeners; its
 *     configuration holds the number of updates and epochs that it has seen
 * @param masks its masks; for {@code PruningListener.keep(masks)} if it is trained on
 */
public record PrunedModel(Model network, MaskStore masks) {
  /** Checks that both are there. */
  public PrunedModel {
    Objects.requireNonNull(network);
    Objects.requireNonNull(masks);
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
