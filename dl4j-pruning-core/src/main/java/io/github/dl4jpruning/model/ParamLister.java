package io.github.dl4jpruning.model;

import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lists a network's parameters with their true places in memory. */
final class ParamLister {
  private ParamLister() {}

  static List<ModelParam> list(Network network) {
    Wiring wiring = network.wiring();
    Surroundings surroundings = new Surroundings(wiring);
    List<ModelParam> params = new ArrayList<>();
    for (Node node : wiring.nodes()) {
      network
          .params(node.name())
          .forEach((name, array) -> params.add(param(network, node, surroundings, name, array)));
    }
    params.sort(Comparator.comparingInt(ModelParam::offset));
    return List.copyOf(params);
  }

  private static ModelParam param(
      Network network, Node node, Surroundings surroundings, String name, INDArray array) {
    Optional<Layer> layer = node.layer();
    List<Long> shape = shape(node, array);
    Optional<String> reason =
        layer.isPresent()
            ? isFrozen(network.layer(node.name()).orElseThrow())
                ? Optional.of("frozen layer")
                : ParamRules.whyNot(layer.get(), name, shape)
            : whyNot(node, name, shape);
    Optional<WeightLayout> layout =
        reason.isPresent()
            ? Optional.empty()
            : layer.flatMap(conf -> ParamRules.layout(conf, name, shape));
    return new ModelParam(
        node.name() + "_" + name,
        node.label(),
        node.name(),
        name,
        node.innerLayer().map(Layer::getClass),
        shape,
        offset(array, network.model()),
        (int) array.length(),
        layout,
        layer.map(conf -> surroundings.of(node.name(), conf, name, layout)).orElse(Place.UNKNOWN),
        reason);
  }

  private static boolean isFrozen(org.deeplearning4j.nn.api.Layer layer) {
    return layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
  }

  private static Optional<String> whyNot(Node node, String name, List<Long> shape) {
    if (node.frozen()) {
      return Optional.of("frozen vertex");
    }
    return node.vertex().orElseThrow() instanceof SameDiffVertex own
        ? ParamRules.whyNot(own, name, shape)
        : Optional.of("unknown kind of vertex");
  }

  /** Of one gain per unit DL4J makes [1, n] where it draws it, and [n] where it is given. */
  private static List<Long> shape(Node node, INDArray array) {
    if (node.innerLayer().filter(ElementWiseMultiplicationLayer.class::isInstance).isPresent()) {
      return List.of(array.length());
    }
    List<Long> shape = new ArrayList<>();
    for (long size : array.shape()) {
      shape.add(size);
    }
    return shape;
  }

  /** DL4J's own bookkeeping of offsets is wrong for some convolutions: ask the array. */
  private static int offset(INDArray param, Model network) {
    return (int) (param.offset() - network.params().offset());
  }
}
