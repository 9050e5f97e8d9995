package io.github.dl4jpruning.model.network;

import io.github.dl4jpruning.format.NetworkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a network of layers and vertices. */
record GraphConfiguration(ComputationGraphConfiguration configuration)
    implements NetworkConfiguration {
  @Override
  public NetworkKind kind() {
    return NetworkKind.GRAPH;
  }

  @Override
  public String toJson() {
    return configuration.toJson();
  }

  @Override
  public DataType dataType() {
    return configuration.getDataType();
  }

  @Override
  public void setDataType(DataType type) {
    configuration.setDataType(type);
  }

  @Override
  public boolean isTruncated() {
    return configuration.getBackpropType() == BackpropType.TruncatedBPTT;
  }

  @Override
  public NetworkConfiguration copy() {
    return new GraphConfiguration(SerialCopy.of(configuration).orElseGet(this::cloned));
  }

  private ComputationGraphConfiguration cloned() {
    ComputationGraphConfiguration copy = configuration.clone();
    copy.setIterationCount(configuration.getIterationCount());
    copy.setEpochCount(configuration.getEpochCount());
    for (Map.Entry<String, GraphVertex> entry : configuration.getVertices().entrySet()) {
      copy.getVertices().put(entry.getKey(), DeepCopy.vertex(entry.getValue()));
    }
    new GraphConfiguration(copy).layers().forEach(DeepCopy::separate);
    return copy;
  }

  /** Nodes in the order in which the network computes them; names of inputs are passed over. */
  Wiring wiring(List<String> order) {
    List<Node> nodes = new ArrayList<>();
    for (String name : order) {
      GraphVertex vertex = configuration.getVertices().get(name);
      if (vertex != null) {
        nodes.add(node(name, vertex));
      }
    }
    return new Wiring(configuration.getNetworkInputs(), nodes);
  }

  private Node node(String name, GraphVertex vertex) {
    boolean frozen = vertex instanceof FrozenVertex;
    GraphVertex inner = vertex(name);
    Optional<LayerVertex> layer =
        inner instanceof LayerVertex found ? Optional.of(found) : Optional.empty();
    return new Node(
        name,
        name,
        Objects.requireNonNull(configuration.getVertexInputs().get(name)),
        layer.map(LayerVertex::getPreProcessor),
        layer.map(v -> v.getLayerConf().getLayer()),
        layer.isPresent() ? Optional.empty() : Optional.of(inner),
        frozen,
        configuration.getNetworkOutputs().contains(name));
  }

  @Override
  public Layer layer(String node) {
    return ((LayerVertex) vertex(node)).getLayerConf().getLayer();
  }

  @Override
  public GraphVertex vertex(String node) {
    GraphVertex vertex = Objects.requireNonNull(configuration.getVertices().get(node));
    return vertex instanceof FrozenVertex frozen ? frozen.getUnderlying() : vertex;
  }

  @Override
  public void setPreProcessor(String node, InputPreProcessor preProcessor) {
    ((LayerVertex) vertex(node)).setPreProcessor(preProcessor);
  }

  @Override
  public Map<String, String> remove(String node) {
    String before = Objects.requireNonNull(configuration.getVertexInputs().remove(node)).get(0);
    configuration.getVertices().remove(node);
    configuration
        .getVertexInputs()
        .replaceAll(
            (reader, inputs) ->
                inputs.stream().map(input -> input.equals(node) ? before : input).toList());
    // DL4J's own, and not worked out anew as long as it is there
    configuration.setTopologicalOrder(null);
    configuration.setTopologicalOrderStr(null);
    Map<String, String> names = new TreeMap<>();
    configuration.getVertices().keySet().forEach(name -> names.put(name, name));
    return names;
  }

  @Override
  public List<NeuralNetConfiguration> layers() {
    return configuration.getVertices().keySet().stream()
        .map(this::vertex)
        .filter(LayerVertex.class::isInstance)
        .map(vertex -> ((LayerVertex) vertex).getLayerConf())
        .toList();
  }

  @Override
  public long countParameters() {
    long sum = 0;
    for (GraphVertex vertex : configuration.getVertices().values()) {
      vertex.setDataType(dataType());
      sum = NetworkConfiguration.plus(sum, vertex.numParams(true));
    }
    return sum;
  }

  @Override
  public Model build(@Nullable INDArray params) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init(params, false);
    return network;
  }
}
