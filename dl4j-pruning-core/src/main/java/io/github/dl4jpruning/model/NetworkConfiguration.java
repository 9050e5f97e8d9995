package io.github.dl4jpruning.model;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network is made of, without its parameters: DL4J's configuration, of either kind. It also
 * holds the number of updates and epochs that the network has seen.
 */
public final class NetworkConfiguration {
  /** The two kinds of network. */
  public enum Kind {
    /** A MultiLayerNetwork. */
    LAYERS,
    /** A ComputationGraph. */
    GRAPH
  }

  private final Object configuration;

  private NetworkConfiguration(Object configuration) {
    this.configuration = configuration;
  }

  /**
   * A network's own configuration.
   *
   * @param model the network
   * @return a live view of it
   */
  public static NetworkConfiguration of(PrunableModel model) {
    return new NetworkConfiguration(
        model.network() instanceof MultiLayerNetwork mln
            ? mln.getLayerWiseConfigurations()
            : ((ComputationGraph) model.network()).getConfiguration());
  }

  /**
   * Reads a configuration as DL4J does, with every class name that DL4J would take.
   *
   * @param kind what the configuration is of
   * @param json as {@link #toJson()} gives it
   * @return the configuration
   * @throws IllegalArgumentException if DL4J can't read it; with DL4J's reason
   */
  public static NetworkConfiguration parse(Kind kind, String json) {
    try {
      return new NetworkConfiguration(
          kind == Kind.LAYERS
              ? MultiLayerConfiguration.fromJson(json)
              : ComputationGraphConfiguration.fromJson(json));
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          "DL4J can't read the configuration: " + firstLine(e.toString()), e);
    }
  }

  /**
   * The kind of network that this describes.
   *
   * @return either
   */
  public Kind kind() {
    return configuration instanceof MultiLayerConfiguration ? Kind.LAYERS : Kind.GRAPH;
  }

  /**
   * The configuration as text.
   *
   * @return DL4J's own JSON
   */
  public String toJson() {
    return configuration instanceof MultiLayerConfiguration layers
        ? layers.toJson()
        : ((ComputationGraphConfiguration) configuration).toJson();
  }

  /**
   * The data type of parameters.
   *
   * @return FLOAT, DOUBLE or HALF, if the configuration is sound
   */
  public DataType dataType() {
    return configuration instanceof MultiLayerConfiguration layers
        ? layers.getDataType()
        : ((ComputationGraphConfiguration) configuration).getDataType();
  }

  /**
   * How many parameters a network of this configuration has, counted as {@code init()} counts them,
   * but without creating any.
   *
   * @return at least 0
   * @throws IllegalArgumentException if the configuration contradicts itself, or the number is
   *     beyond 2^63 − 1
   */
  public long parameters() {
    try {
      long sum = 0;
      if (configuration instanceof MultiLayerConfiguration layers) {
        for (NeuralNetConfiguration layer : layers.getConfs()) {
          layer.getLayer().setDataType(dataType());
          sum = plus(sum, layer.getLayer().initializer().numParams(layer));
        }
      } else {
        var graph = (ComputationGraphConfiguration) configuration;
        for (GraphVertex vertex : graph.getVertices().values()) {
          vertex.setDataType(dataType());
          sum = plus(sum, vertex.numParams(true));
        }
      }
      return sum;
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          "The configuration's parameters can't be counted: " + firstLine(e.toString()), e);
    }
  }

  /**
   * A network of this configuration whose parameters are all +0.0.
   *
   * @return initialised; allocates its parameters, and nothing else of their size
   * @throws IllegalArgumentException if DL4J can't build it
   */
  public Model buildOfZeros() {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      long parameters = parameters();
      if (configuration instanceof MultiLayerConfiguration layers) {
        INDArray zeros = Nd4j.create(dataType(), parameters);
        MultiLayerNetwork network = new MultiLayerNetwork(layers);
        network.init(zeros, false);
        return network;
      }
      INDArray zeros = Nd4j.create(dataType(), 1, parameters);
      var network = new ComputationGraph((ComputationGraphConfiguration) configuration);
      network.init(zeros, false);
      return network;
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          "DL4J can't build a network of this configuration: " + firstLine(e.toString()), e);
    }
  }

  private static long plus(long sum, long more) {
    if (more < 0) {
      throw new IllegalArgumentException("a layer has " + more + " parameters");
    }
    return Math.addExact(sum, more);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
