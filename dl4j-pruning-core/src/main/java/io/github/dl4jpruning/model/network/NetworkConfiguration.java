package io.github.dl4jpruning.model.network;

import io.github.dl4jpruning.format.NetworkKind;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network is made of, without its parameters: DL4J's configuration, of either kind. It also
 * holds the number of updates and epochs that the network has seen.
 */
public sealed interface NetworkConfiguration permits LayersConfiguration, GraphConfiguration {
  /**
   * Reads a configuration as DL4J does, with every class name that DL4J would take.
   *
   * @param kind what the configuration is of
   * @param json as {@link #toJson()} gives it
   * @return the configuration
   * @throws IllegalArgumentException if DL4J can't read it; with DL4J's reason
   */
  static NetworkConfiguration parse(NetworkKind kind, String json) {
    try {
      return kind == NetworkKind.LAYERS
          ? new LayersConfiguration(MultiLayerConfiguration.fromJson(json))
          : new GraphConfiguration(ComputationGraphConfiguration.fromJson(json));
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          "DL4J can't read the configuration: " + firstLine(e.toString()), e);
    }
  }

  /** The kind of network that this describes. */
  NetworkKind kind();

  /** The configuration as DL4J's own JSON. */
  String toJson();

  /** The data type of parameters: FLOAT, DOUBLE or HALF, if the configuration is sound. */
  DataType dataType();

  /** The type of parameters that were read. */
  void setDataType(DataType type);

  /** Whether iterations are parts of series: truncated backpropagation through time. */
  boolean isTruncated();

  /** A copy that shares nothing that may be edited. */
  NetworkConfiguration copy();

  /** The configuration of a node's layer, wrappers included. */
  Layer layer(String node);

  /** The configuration of a node's vertex, the one inside of a frozen vertex; of graphs only. */
  GraphVertex vertex(String node);

  /** Replaces what stands between input and layer. */
  void setPreProcessor(String node, InputPreProcessor preProcessor);

  /**
   * Takes a node out: what read it reads what it read.
   *
   * @param node reads one node or input, without a preprocessor, and is no output of the network
   * @return the names of the nodes that are left, by those that they had before
   */
  Map<String, String> remove(String node);

  /** Those of all layers, each once. */
  List<NeuralNetConfiguration> layers();

  /** Adds up the parameters as {@code init()} does. */
  long countParameters();

  /**
   * A network with given parameters.
   *
   * @param params of shape [1, n]; the network's own from now on
   * @return initialised
   */
  Model build(@Nullable INDArray params);

  /**
   * How many parameters a network of this configuration has, counted as {@code init()} counts them,
   * but without creating any.
   *
   * @return at least 0
   * @throws IllegalArgumentException if the configuration contradicts itself, or the number is
   *     beyond 2^63 − 1
   */
  default long parameters() {
    try {
      return countParameters();
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
  default Model buildOfZeros() {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return build(Nd4j.create(dataType(), 1, parameters()));
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          "DL4J can't build a network of this configuration: " + firstLine(e.toString()), e);
    }
  }

  /** Adds what one layer has. */
  static long plus(long sum, long more) {
    if (more < 0) {
      throw new IllegalArgumentException("a layer has " + more + " parameters");
    }
    return Math.addExact(sum, more);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
