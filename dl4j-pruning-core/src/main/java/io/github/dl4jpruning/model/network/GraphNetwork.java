package io.github.dl4jpruning.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
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
  public LayerInput read(String node, INDArray[] own, MultiDataSet batch) {
    InputPreProcessor form = ((LayerVertex) network.getVertex(node)).getLayerPreProcessor();
    int size = (int) own[0].size(0);
    Optional<INDArray> mask = maskOf(node, form, batch, size);
    String before = inputsOf(node).get(0);
    try {
      network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
      INDArray values =
          Objects.requireNonNull(
              network.feedForward(own, order().indexOf(node) - 1, false, true).get(before));
      return new LayerInput(
          form == null ? values : form.preProcess(values, size, LayerWorkspaceMgr.noWorkspaces()),
          mask);
    } finally {
      network.clearLayerMaskArrays();
    }
  }

  /** What a node reads. */
  private List<String> inputsOf(String node) {
    return Objects.requireNonNull(network.getConfiguration().getVertexInputs().get(node));
  }

  private List<String> order() {
    return Arrays.stream(network.topologicalSortOrder())
        .mapToObj(index -> network.getVertices()[index].getVertexName())
        .toList();
  }

  /** The mask that reaches a layer: DL4J does not keep it in all kinds of layer. */
  private Optional<INDArray> maskOf(
      String node, @Nullable InputPreProcessor form, MultiDataSet batch, int size) {
    int output = network.getConfiguration().getNetworkOutputs().indexOf(node);
    if (output >= 0 && batch.getLabelsMaskArray(output) != null) {
      return Optional.of(batch.getLabelsMaskArray(output));
    }
    if (batch.getFeaturesMaskArrays() == null) {
      return Optional.empty();
    }
    Map<String, Pair<INDArray, MaskState>> masks = new HashMap<>();
    List<String> inputs = network.getConfiguration().getNetworkInputs();
    for (int i = 0; i < inputs.size(); i++) {
      masks.put(inputs.get(i), Pair.of(batch.getFeaturesMaskArray(i), MaskState.Active));
    }
    for (String name : order()) {
      if (name.equals(node)) {
        break;
      }
      if (!inputs.contains(name)) {
        masks.put(name, maskBehind(name, masks, size));
      }
    }
    Pair<INDArray, MaskState> mask = masks.get(inputsOf(node).get(0));
    if (mask != null && mask.getFirst() != null && form != null) {
      mask = form.feedForwardMaskArray(mask.getFirst(), mask.getSecond(), size);
    }
    return Optional.ofNullable(mask).map(Pair::getFirst);
  }

  /** As DL4J passes masks on: null where no mask comes in. */
  private @Nullable Pair<INDArray, MaskState> maskBehind(
      String name, Map<String, Pair<INDArray, MaskState>> masks, int size) {
    List<Pair<INDArray, MaskState>> read = inputsOf(name).stream().map(masks::get).toList();
    if (read.stream().allMatch(mask -> mask == null || mask.getFirst() == null)) {
      return null;
    }
    INDArray[] arrays = new INDArray[read.size()];
    Arrays.setAll(arrays, i -> read.get(i) == null ? null : read.get(i).getFirst());
    boolean active =
        read.stream().anyMatch(mask -> mask != null && mask.getSecond() == MaskState.Active);
    MaskState state = active ? MaskState.Active : MaskState.Passthrough;
    return network.getVertex(name).feedForwardMaskArrays(arrays, state, size);
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
