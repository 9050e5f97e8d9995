package io.github.dl4jpruning.model;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * One parameter array of a network, as it lies in the network's flat parameter array.
 *
 * @param key DL4J's parameter key: {@code "0_W"} in a MultiLayerNetwork, {@code "fc1_W"} in a
 *     ComputationGraph
 * @param layer the layer's name; in a MultiLayerNetwork its index where no name was given
 * @param layerIndex the layer's index in the network, from 0, as text; in a ComputationGraph the
 *     layer's name
 * @param name the parameter's name within the layer, such as {@code "W"}
 * @param layerClass the class of the layer's configuration, wrappers such as FrozenLayer taken off;
 *     empty for a graph vertex with parameters of its own
 * @param shape as DL4J's parameter table gives it
 * @param offset the first element's place in the flat parameter array, from 0
 * @param length the number of elements, at least 1
 * @param layout what a weight's memory means; empty if unknown, or if this is never pruned
 * @param place where the layer stands in the network
 * @param notPrunable why this is never pruned; empty for a weight that can be
 */
public record ModelParam(
    String key,
    String layer,
    String layerIndex,
    String name,
    Optional<Class<?>> layerClass,
    List<Long> shape,
    int offset,
    int length,
    Optional<WeightLayout> layout,
    Place place,
    Optional<String> notPrunable) {

  /** Copies the shape. */
  public ModelParam {
    shape = List.copyOf(shape);
  }

  /**
   * Whether the parameter may be pruned.
   *
   * @return true for a weight matrix or kernel of a layer that is not frozen
   */
  public boolean isPrunable() {
    return notPrunable.isEmpty();
  }

  /**
   * Whether the layer's configuration is of a class.
   *
   * @param type such as {@code DenseLayer.class}
   * @return true if it is that class or extends it
   */
  public boolean isIn(Class<? extends Layer> type) {
    return layerClass.filter(type::isAssignableFrom).isPresent();
  }

  /** For example {@code fc1_W[784, 300]}. */
  @Override
  public String toString() {
    return key + shape;
  }
}
