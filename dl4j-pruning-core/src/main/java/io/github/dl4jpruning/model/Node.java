package io.github.dl4jpruning.model;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A layer or a vertex in a network's wiring: configuration only, no arrays.
 *
 * @param name a layer's index in a MultiLayerNetwork, as text; its name in a ComputationGraph. The
 *     same as {@link ModelParam#layerIndex()}
 * @param label what people call it: the layer's name where one was given, else {@code name}
 * @param inputs the names of the nodes or network inputs that it reads
 * @param preProcessor what stands between input and layer
 * @param layer its configuration, wrappers included; empty for a vertex without layer
 * @param vertex its configuration; empty for a layer
 * @param frozen whether it is a frozen vertex
 * @param output whether it is one of the network's outputs
 */
public record Node(
    String name,
    String label,
    List<String> inputs,
    Optional<InputPreProcessor> preProcessor,
    Optional<Layer> layer,
    Optional<GraphVertex> vertex,
    boolean frozen,
    boolean output) {

  /** Copies the list. */
  public Node {
    inputs = List.copyOf(inputs);
  }

  /**
   * The class of the layer or vertex, as people know it.
   *
   * @return for example {@code DenseLayer}
   */
  public String kind() {
    return layer.isPresent()
        ? layer.get().getClass().getSimpleName()
        : vertex.orElseThrow().getClass().getSimpleName();
  }
}
