package io.github.dl4jpruning.model.network;

import io.github.dl4jpruning.format.NetworkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a network whose layers follow each other. */
record LayersConfiguration(MultiLayerConfiguration configuration) implements NetworkConfiguration {
  private static final String INPUT = "input";

  @Override
  public NetworkKind kind() {
    return NetworkKind.LAYERS;
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
    return new LayersConfiguration(SerialCopy.of(configuration).orElseGet(this::cloned));
  }

  private MultiLayerConfiguration cloned() {
    MultiLayerConfiguration copy = configuration.clone();
    copy.getConfs().forEach(DeepCopy::separate);
    return copy;
  }

  Wiring wiring() {
    List<Node> nodes = new ArrayList<>();
    int last = configuration.getConfs().size() - 1;
    for (int i = 0; i <= last; i++) {
      Layer layer = configuration.getConf(i).getLayer();
      String name = String.valueOf(i);
      nodes.add(
          new Node(
              name,
              layer.getLayerName() == null ? name : layer.getLayerName(),
              List.of(i == 0 ? INPUT : String.valueOf(i - 1)),
              Optional.ofNullable(configuration.getInputPreProcess(i)),
              Optional.of(layer),
              Optional.empty(),
              false,
              i == last));
    }
    return new Wiring(List.of(INPUT), nodes);
  }

  @Override
  public Layer layer(String node) {
    return configuration.getConf(Integer.parseInt(node)).getLayer();
  }

  @Override
  public GraphVertex vertex(String node) {
    throw new IllegalStateException("A MultiLayerNetwork has layers only, no vertex " + node);
  }

  @Override
  public void setPreProcessor(String node, InputPreProcessor preProcessor) {
    configuration.getInputPreProcessors().put(Integer.parseInt(node), preProcessor);
  }

  @Override
  public Map<String, String> remove(String node) {
    int gone = Integer.parseInt(node);
    Map<Integer, InputPreProcessor> preProcessors = new TreeMap<>();
    configuration
        .getInputPreProcessors()
        .forEach((layer, each) -> preProcessors.put(layer > gone ? layer - 1 : layer, each));
    List<NeuralNetConfiguration> left = new ArrayList<>(configuration.getConfs());
    left.remove(gone);
    Map<String, String> names = new TreeMap<>();
    for (int i = 0; i <= left.size(); i++) {
      if (i != gone) {
        names.put(String.valueOf(i), String.valueOf(i > gone ? i - 1 : i));
      }
    }
    configuration.setConfs(left);
    configuration.setInputPreProcessors(preProcessors);
    return names;
  }

  @Override
  public List<NeuralNetConfiguration> layers() {
    return configuration.getConfs();
  }

  @Override
  public long countParameters() {
    long sum = 0;
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      layer.getLayer().setDataType(dataType());
      sum = NetworkConfiguration.plus(sum, layer.getLayer().initializer().numParams(layer));
    }
    return sum;
  }

  @Override
  public Model build(@Nullable INDArray params) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(params, false);
    return network;
  }
}
