package io.github.dl4jpruning.model.network;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A MultiLayerNetwork or a ComputationGraph. The one place that knows that there are two kinds of
 * network: everything else asks here. Not thread-safe; as the network itself.
 */
public sealed interface Network permits LayersNetwork, GraphNetwork {
  /**
   * A network of either kind.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @return what it can be asked for
   * @throws IllegalArgumentException if it is another kind of model
   */
  static Network of(Model network) {
    if (network instanceof MultiLayerNetwork layers) {
      return new LayersNetwork(layers);
    }
    if (network instanceof ComputationGraph graph) {
      return new GraphNetwork(graph);
    }
    throw new IllegalArgumentException(
        "Only a MultiLayerNetwork or a ComputationGraph can be pruned, got "
            + (network == null ? "null" : network.getClass().getName()));
  }

  /** Whether a model is of either kind; a layer, in layer-wise pretraining, is not. */
  static boolean isNetwork(Model model) {
    return model instanceof MultiLayerNetwork || model instanceof ComputationGraph;
  }

  /** The network itself. */
  Model model();

  /** Whether {@code init()} has been called. */
  boolean isInitialised();

  /** An object that is replaced whenever the network's arrays are. */
  Object arrays();

  /** Its configuration, live. */
  NetworkConfiguration configuration();

  /** Which layer reads which, with the network's own configuration objects: to read only. */
  default Wiring wiring() {
    return wiring(configuration());
  }

  /** The same with the objects of a copy of the configuration. */
  Wiring wiring(NetworkConfiguration copy);

  /** The nodes that give its outputs, in the outputs' order. */
  List<String> outputs();

  /** All layers with code of their own. */
  Layer[] layers();

  /** The layer of a node; empty for a vertex that is none. */
  Optional<Layer> layer(String node);

  /** Whatever has the parameters of a node. */
  Trainable trainable(String node);

  /** The parameters of a node by name, live views; empty if it has none. */
  Map<String, INDArray> params(String node);

  /** The updater; null if there is none and none is to be made. */
  BaseMultiLayerUpdater<?> updater(boolean create);

  /** Gives the updater a state. */
  void setUpdaterState(INDArray state);

  /** Parameter updates that DL4J has counted. */
  int iterations();

  /** Epochs that DL4J has counted. */
  int epochs();

  /** The configuration's JSON with other counters than DL4J's. */
  String json(int iterations, int epochs);

  /**
   * Computes outputs.
   *
   * @param train whether dropout and batch statistics are those of training
   * @param inputs one array for each input; not changed
   * @return one array for each output
   */
  default List<INDArray> outputs(boolean train, INDArray... inputs) {
    return Workspaces.closedAfter(() -> compute(train, copies(inputs)));
  }

  /**
   * Computes outputs for labelled examples, masks of time steps included, in inference mode.
   *
   * @param batch not changed
   * @return one array for each output
   */
  default List<INDArray> outputs(MultiDataSet batch) {
    return Workspaces.closedAfter(() -> compute(copies(batch.getFeatures()), batch));
  }

  /** As {@link #outputs(boolean, INDArray...)}; the arrays may be written to. */
  List<INDArray> compute(boolean train, INDArray[] own);

  /** As {@link #outputs(MultiDataSet)}, with features that may be written to. */
  List<INDArray> compute(INDArray[] own, MultiDataSet batch);

  /** Copies: an ActivationLayer of DL4J 1.0.0-M2.1 writes into the array that it reads. */
  private static INDArray[] copies(INDArray... inputs) {
    return Arrays.stream(inputs).map(INDArray::dup).toArray(INDArray[]::new);
  }

  /**
   * What a layer reads for labelled examples, in inference mode. Computes what comes before it.
   *
   * @param node of a layer
   * @param batch not changed
   * @return detached arrays
   */
  default LayerInput input(String node, MultiDataSet batch) {
    return Workspaces.closedAfter(() -> read(node, copies(batch.getFeatures()), batch));
  }

  /** As {@link #input}, with features that may be written to. */
  LayerInput read(String node, INDArray[] own, MultiDataSet batch);

  /** A copy in double precision; the network itself if it is in double precision. */
  Model inDoublePrecision();

  /** The mean loss of a minibatch, in inference mode, without regularisation terms. */
  double loss(MultiDataSet batch);

  /**
   * A forward and a backward pass in training mode; the gradient of the summed loss, without
   * regularisation terms, is in the network's gradient view afterwards.
   */
  void computeGradient(MultiDataSet batch);

  /** Its listeners. */
  Collection<TrainingListener> listeners();

  /** Replaces its listeners. */
  void setListeners(Collection<TrainingListener> listeners);

  /** Frees what inference has kept: the state of recurrent layers and of attention. */
  void clearState();

  /**
   * A network of the same configuration that looks at the same parameters: to be run and thrown
   * away, since running leaves traces in some of DL4J's layers. Not to be trained.
   */
  default Model throwAway() {
    INDArray params = model().params();
    return configuration().copy().build(params.reshape(1, params.length()));
  }

  /** The same with parameters of its own, in double precision. */
  default Model throwAwayWith(double[] params) {
    return configuration().copy().build(Nd4j.createFromArray(params).reshape(1, params.length));
  }
}
