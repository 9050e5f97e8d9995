package io.github.dl4jpruning.model.network;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * A layer or a vertex in a network's wiring: configuration only, no arrays.
 *
 * @param name a layer's index in a MultiLayerNetwork, as text; its name in a ComputationGraph. The
 *     same as {@code ModelParam.layerIndex()}
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

  /** The layer that holds the parameters, without wrappers; empty for a vertex. */
  public Optional<Layer> innerLayer() {
    return layer.map(Node::unwrap);
  }

  /**
   * A layer without wrappers.
   *
   * @param layer with or without
   * @return the one that holds the parameters
   */
  public static Layer unwrap(Layer layer) {
    Layer inner = layer;
    while (true) {
      if (inner instanceof BaseWrapperLayer wrapper) {
        inner = wrapper.getUnderlying();
      } else if (inner instanceof FrozenLayer frozen) {
        inner = frozen.getLayer();
      } else if (inner instanceof Bidirectional bidirectional) {
        inner = bidirectional.getFwd();
      } else {
        return inner;
      }
    }
  }

  /** Whether it has weights, so that its units are others than those it reads. */
  boolean mixesUnits() {
    if (layer.isEmpty()) {
      return vertex.orElseThrow().numParams(false) > 0;
    }
    Layer inner = unwrap(layer.get());
    boolean gains =
        inner instanceof BatchNormalization
            || inner instanceof PReLULayer
            || inner instanceof ElementWiseMultiplicationLayer;
    return !gains && !inner.initializer().weightKeys(inner).isEmpty();
  }

  /** Whether it is p-norm pooling, of regions or of all. */
  boolean poolsByNorm() {
    Layer inner = innerLayer().orElse(null);
    return (inner instanceof GlobalPoolingLayer all && all.getPoolingType() == PoolingType.PNORM)
        || (inner instanceof SubsamplingLayer some && some.getPoolingType() == PoolingType.PNORM);
  }
}
