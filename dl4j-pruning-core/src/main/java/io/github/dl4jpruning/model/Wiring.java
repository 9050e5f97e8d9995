package io.github.dl4jpruning.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Which layer reads which: the one form in which both kinds of network are walked through.
 *
 * @param inputs the names of the network's inputs; {@code "input"} in a MultiLayerNetwork
 * @param nodes layers and vertices, each after all that it reads
 */
public record Wiring(List<String> inputs, List<Node> nodes) {
  private static final String INPUT = "input";

  /** Copies the lists. */
  public Wiring {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
  }

  /**
   * The wiring of a network, with the network's own configuration objects: to read, not to change.
   *
   * @param model the network
   * @return its wiring
   */
  public static Wiring of(PrunableModel model) {
    return model.network() instanceof MultiLayerNetwork mln
        ? ofLayers(mln.getLayerWiseConfigurations())
        : ofGraph((ComputationGraph) model.network(), configuration(model));
  }

  /** The wiring of a copy of the network's configuration. */
  static Wiring of(PrunableModel model, Object copy) {
    return copy instanceof MultiLayerConfiguration layers
        ? ofLayers(layers)
        : ofGraph((ComputationGraph) model.network(), (ComputationGraphConfiguration) copy);
  }

  private static ComputationGraphConfiguration configuration(PrunableModel model) {
    return ((ComputationGraph) model.network()).getConfiguration();
  }

  private static Wiring ofLayers(MultiLayerConfiguration configuration) {
    List<Node> nodes = new ArrayList<>();
    int last = configuration.getConfs().size() - 1;
    for (int i = 0; i <= last; i++) {
      Layer layer = configuration.getConf(i).getLayer();
      String name = String.valueOf(i);
      nodes.add(
          new Node(
              name,
              label(layer, name),
              List.of(i == 0 ? INPUT : String.valueOf(i - 1)),
              Optional.ofNullable(configuration.getInputPreProcess(i)),
              Optional.of(layer),
              Optional.empty(),
              false,
              i == last));
    }
    return new Wiring(List.of(INPUT), nodes);
  }

  private static Wiring ofGraph(
      ComputationGraph graph, ComputationGraphConfiguration configuration) {
    List<Node> nodes = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      GraphVertex vertex = configuration.getVertices().get(name);
      if (vertex == null) {
        continue; // a network input
      }
      List<String> reads = configuration.getVertexInputs().get(name);
      nodes.add(node(name, reads, vertex, configuration.getNetworkOutputs().contains(name)));
    }
    return new Wiring(configuration.getNetworkInputs(), nodes);
  }

  private static Node node(String name, List<String> reads, GraphVertex vertex, boolean output) {
    boolean frozen = vertex instanceof FrozenVertex;
    GraphVertex inner = frozen ? ((FrozenVertex) vertex).getUnderlying() : vertex;
    if (inner instanceof LayerVertex layerVertex) {
      return new Node(
          name,
          name,
          reads,
          Optional.ofNullable(layerVertex.getPreProcessor()),
          Optional.of(layerVertex.getLayerConf().getLayer()),
          Optional.empty(),
          frozen,
          output);
    }
    return new Node(
        name, name, reads, Optional.empty(), Optional.empty(), Optional.of(inner), frozen, output);
  }

  private static String label(Layer layer, String name) {
    return layer.getLayerName() == null ? name : layer.getLayerName();
  }
}
