package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * How many multiply-accumulates (MACs) each weight costs per example, in inference.
 *
 * <p>A weight of a dense layer takes part in one; of a convolution in as many as there are output
 * positions, padding included; of a deconvolution in as many as there are input positions. In a
 * time series all that counts for each time step; for one step where the length is unknown.
 * Embeddings look up and cost none. Biases, normalisation, activation functions, pooling and the
 * products inside of attention, which have no weights, are not counted.
 *
 * @param perWeight by parameter key, in the network's order; 0 for what is not a weight
 */
public record MacCount(Map<String, Long> perWeight) {
  /** Copies the map. */
  public MacCount {
    perWeight = Collections.unmodifiableMap(new LinkedHashMap<>(perWeight));
  }

  /**
   * Counts for a network.
   *
   * @param model the network; its configuration is not changed
   * @param inputTypes one for each input of the network; none if the configuration tells them, as
   *     it does for dense and recurrent networks and for flattened images
   * @return the counts
   * @throws IllegalArgumentException if a type is missing, or does not fit the network
   */
  public static MacCount of(PrunableModel model, InputType... inputTypes) {
    return of(model, ActivationTypes.of(model, inputTypes));
  }

  /**
   * Counts for a network, if its input's size is known.
   *
   * @param model the network; its configuration is not changed
   * @param inputTypes one for each input of the network, or none
   * @return empty if there are none, and the configuration does not tell them
   * @throws IllegalArgumentException if the types given do not fit the network
   */
  public static Optional<MacCount> ifKnown(PrunableModel model, InputType... inputTypes) {
    return ActivationTypes.ifKnown(model, inputTypes).map(types -> of(model, types));
  }

  /**
   * Counts for a network whose activation types are known.
   *
   * @param model the network
   * @param types its activations
   * @return the counts
   */
  public static MacCount of(PrunableModel model, ActivationTypes types) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    Wiring.of(model.network()).nodes().forEach(node -> nodes.put(node.name(), node));
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ModelParam param : model.params()) {
      Node node = Objects.requireNonNull(nodes.get(param.layerIndex()));
      counts.put(
          param.key(),
          MacRules.perWeight(
              node, param, Objects.requireNonNull(types.nodes().get(param.layerIndex()))));
    }
    return new MacCount(counts);
  }

  /**
   * MACs of one weight of a parameter.
   *
   * @param param of the network
   * @return at least 0
   * @throws IllegalArgumentException if the network has no such parameter
   */
  public long of(ModelParam param) {
    return Optional.ofNullable(perWeight.get(param.key()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No MACs were counted for %s, but for %s"
                        .formatted(param, perWeight.keySet())));
  }
}
