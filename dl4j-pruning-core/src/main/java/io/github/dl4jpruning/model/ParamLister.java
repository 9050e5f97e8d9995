package io.github.dl4jpruning.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lists a network's parameters with their true places in memory. */
final class ParamLister {
  private ParamLister() {}

  static List<ModelParam> list(Model network) {
    List<ModelParam> params = new ArrayList<>();
    if (network instanceof MultiLayerNetwork mln) {
      for (int i = 0; i < mln.getnLayers(); i++) {
        var conf = mln.getLayerWiseConfigurations().getConf(i).getLayer();
        addLayer(mln.getLayer(i), conf, String.valueOf(i), network, params);
      }
    } else {
      for (GraphVertex vertex : ((ComputationGraph) network).getVertices()) {
        addVertex(vertex, (ComputationGraph) network, params);
      }
    }
    params.sort(Comparator.comparingInt(ModelParam::offset));
    return List.copyOf(params);
  }

  private static void addVertex(
      GraphVertex vertex, ComputationGraph graph, List<ModelParam> params) {
    String name = vertex.getVertexName();
    var conf = graph.getConfiguration().getVertices().get(name);
    boolean frozen = conf instanceof FrozenVertex;
    if (frozen) {
      conf = ((FrozenVertex) conf).getUnderlying();
    }
    if (conf instanceof org.deeplearning4j.nn.conf.graph.LayerVertex layerVertex) {
      addLayer(vertex.getLayer(), layerVertex.getLayerConf().getLayer(), name, graph, params);
      return;
    }
    for (Map.Entry<String, INDArray> entry : vertex.paramTable(false).entrySet()) {
      List<Long> shape = shape(entry.getValue());
      Optional<String> reason =
          frozen
              ? Optional.of("frozen vertex")
              : conf instanceof SameDiffVertex own
                  ? ParamRules.whyNot(own, entry.getKey(), shape)
                  : Optional.of("unknown kind of vertex");
      params.add(
          new ModelParam(
              name + "_" + entry.getKey(),
              name,
              name,
              entry.getKey(),
              Optional.empty(),
              shape,
              offset(entry.getValue(), graph),
              (int) entry.getValue().length(),
              Optional.empty(),
              new Place(
                  new Surroundings(graph).isOutput(name),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()),
              reason));
    }
  }

  private static void addLayer(
      org.deeplearning4j.nn.api.Layer layer,
      org.deeplearning4j.nn.conf.layers.Layer conf,
      String index,
      Model network,
      List<ModelParam> params) {
    Map<String, INDArray> table = layer.paramTable(false);
    if (table == null) {
      return;
    }
    boolean frozen = layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
    String name = conf.getLayerName() == null ? index : conf.getLayerName();
    Surroundings surroundings = new Surroundings(network);
    for (Map.Entry<String, INDArray> entry : table.entrySet()) {
      List<Long> shape = shape(entry.getValue());
      int length = (int) entry.getValue().length();
      Optional<String> reason =
          frozen ? Optional.of("frozen layer") : ParamRules.whyNot(conf, entry.getKey(), shape);
      params.add(
          new ModelParam(
              index + "_" + entry.getKey(),
              name,
              index,
              entry.getKey(),
              Optional.of(ParamRules.unwrap(conf).getClass()),
              shape,
              offset(entry.getValue(), network),
              length,
              reason.isPresent()
                  ? Optional.empty()
                  : ParamRules.layout(conf, entry.getKey(), shape),
              surroundings.of(index, conf, entry.getKey()),
              reason));
    }
  }

  private static List<Long> shape(INDArray array) {
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
