package io.github.dl4jpruning.model.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A network of layers and vertices; nodes are called by their names. */
record GraphNetwork(ComputationGraph network) implements Network {
  @Override
  public Model model() {
    return network;
  }

  @Override
  public boolean isInitialised() {
    return network.getVertices() != null;
  }

  @Override
  public Object arrays() {
    return network.getVertices();
  }

  @Override
  public NetworkConfiguration configuration() {
    return new GraphConfiguration(network.getConfiguration());
  }

  @Override
  public Wiring wiring(NetworkConfiguration copy) {
    List<String> order = new ArrayList<>();
    for (int index : network.topologicalSortOrder()) {
      order.add(network.getVertices()[index].getVertexName());
    }
    return ((GraphConfiguration) copy).wiring(order);
  }

  @Override
  public List<String> outputs() {
    return List.copyOf(network.getConfiguration().getNetworkOutputs());
  }

  @Override
  public Layer[] layers() {
    return network.getLayers();
  }

  @Override
  public Optional<Layer> layer(String node) {
    return Optional.ofNullable(network.getVertex(node).getLayer());
  }

  @Override
  public Trainable trainable(String node) {
    GraphVertex vertex = network.getVertex(node);
    return vertex.hasLayer() ? vertex.getLayer() : vertex;
  }

  @Override
  public Map<String, INDArray> params(String node) {
    GraphVertex vertex = network.getVertex(node);
    Map<String, INDArray> table =
        vertex.hasLayer() ? vertex.getLayer().paramTable(false) : vertex.paramTable(false);
    return table == null ? Map.of() : table;
  }

  @Override
  public BaseMultiLayerUpdater<?> updater(boolean create) {
    return network.getUpdater(create);
  }

  @Override
  public void setUpdaterState(INDArray state) {
    network.getUpdater().setStateViewArray(state);
  }

  @Override
  public int iterations() {
    return network.getConfiguration().getIterationCount();
  }

  @Override
  public int epochs() {
    return network.getConfiguration().getEpochCount();
  }

  @Override
  public String json(int iterations, int epochs) {
    int iterationsBefore = iterations();
    int epochsBefore = epochs();
    try {
      network.getConfiguration().setIterationCount(iterations);
      network.getConfiguration().setEpochCount(epochs);
      return network.getConfiguration().toJson();
    } finally {
      network.getConfiguration().setIterationCount(iterationsBefore);
      network.getConfiguration().setEpochCount(epochsBefore);
    }
  }

  @Override
  public List<INDArray> compute(boolean train, INDArray[] own) {
    return List.of(network.output(train, own));
  }

  @Override
  public List<INDArray> compute(INDArray[] own, MultiDataSet batch) {
    return List.of(
        network.output(false, own, batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays()));
  }

  @Override
  public Model inDoublePrecision() {
    return network.convertDataType(DataType.DOUBLE);
  }

  @Override
  public double loss(MultiDataSet batch) {
    return network.score(batch, false) - network.calcRegularizationScore(true);
  }

  @Override
  public void computeGradient(MultiDataSet batch) {
    if (network.getGradientsViewArray() == null) {
      network.initGradientsView();
    }
    network.rnnClearPreviousState();
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
  }

  @Override
  public Collection<TrainingListener> listeners() {
    return network.getListeners();
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    network.setListeners(listeners);
  }

  @Override
  public void clearState() {
    network.rnnClearPreviousState();
    network.clear();
  }
}
