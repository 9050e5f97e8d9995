package io.github.dl4jpruning.model.network;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A network whose layers follow each other; nodes are called by their index. */
record LayersNetwork(MultiLayerNetwork network) implements Network {
  @Override
  public Model model() {
    return network;
  }

  @Override
  public boolean isInitialised() {
    return network.isInitCalled();
  }

  @Override
  public Object arrays() {
    return network.params();
  }

  @Override
  public NetworkConfiguration configuration() {
    return new LayersConfiguration(network.getLayerWiseConfigurations());
  }

  @Override
  public Wiring wiring(NetworkConfiguration copy) {
    return ((LayersConfiguration) copy).wiring();
  }

  @Override
  public List<String> outputs() {
    return List.of(String.valueOf(network.getLayerWiseConfigurations().getConfs().size() - 1));
  }

  @Override
  public Layer[] layers() {
    return network.getLayers();
  }

  @Override
  public Optional<Layer> layer(String node) {
    return Optional.of(network.getLayer(Integer.parseInt(node)));
  }

  @Override
  public Trainable trainable(String node) {
    return network.getLayers()[Integer.parseInt(node)];
  }

  @Override
  public Map<String, INDArray> params(String node) {
    Map<String, INDArray> table = network.getLayer(Integer.parseInt(node)).paramTable(false);
    return table == null ? Map.of() : table;
  }

  @Override
  public BaseMultiLayerUpdater<?> updater(boolean create) {
    return (BaseMultiLayerUpdater<?>) network.getUpdater(create);
  }

  @Override
  public void setUpdaterState(INDArray state) {
    network.getUpdater().setStateViewArray(network, state, false);
  }

  @Override
  public int iterations() {
    return network.getIterationCount();
  }

  @Override
  public int epochs() {
    return network.getEpochCount();
  }

  @Override
  public String json(int iterations, int epochs) {
    int iterationsBefore = iterations();
    int epochsBefore = epochs();
    try {
      network.setIterationCount(iterations);
      network.setEpochCount(epochs);
      return network.getLayerWiseConfigurations().toJson();
    } finally {
      network.setIterationCount(iterationsBefore);
      network.setEpochCount(epochsBefore);
    }
  }

  @Override
  public List<INDArray> compute(boolean train, INDArray[] own) {
    return List.of(network.output(own[0], train));
  }

  @Override
  public List<INDArray> compute(INDArray[] own, MultiDataSet batch) {
    return List.of(
        network.output(own[0], false, batch.getFeaturesMaskArray(0), batch.getLabelsMaskArray(0)));
  }

  @Override
  public LayerInput read(String node, INDArray[] own, MultiDataSet batch) {
    int index = Integer.parseInt(node);
    int size = (int) own[0].size(0);
    Optional<INDArray> mask = maskOf(index, batch, size);
    try {
      network.setLayerMaskArrays(batch.getFeaturesMaskArray(0), batch.getLabelsMaskArray(0));
      INDArray values =
          index == 0 ? own[0] : network.feedForwardToLayer(index - 1, own[0], false).get(index);
      InputPreProcessor form = network.getLayerWiseConfigurations().getInputPreProcess(index);
      return new LayerInput(
          form == null ? values : form.preProcess(values, size, LayerWorkspaceMgr.noWorkspaces()),
          mask);
    } finally {
      network.clearLayerMaskArrays();
    }
  }

  /** The mask that reaches a layer: DL4J does not keep it in all kinds of layer. */
  private Optional<INDArray> maskOf(int index, MultiDataSet batch, int size) {
    boolean last = index == network.getnLayers() - 1;
    if (last && batch.getLabelsMaskArray(0) != null) {
      return Optional.of(batch.getLabelsMaskArray(0));
    }
    Pair<INDArray, MaskState> mask = Pair.of(batch.getFeaturesMaskArray(0), MaskState.Active);
    for (int i = 0; i <= index && mask != null && mask.getFirst() != null; i++) {
      InputPreProcessor form = network.getLayerWiseConfigurations().getInputPreProcess(i);
      if (form != null) {
        mask = form.feedForwardMaskArray(mask.getFirst(), mask.getSecond(), size);
      }
      if (i < index && mask != null) {
        mask = network.getLayer(i).feedForwardMaskArray(mask.getFirst(), mask.getSecond(), size);
      }
    }
    return Optional.ofNullable(mask).map(Pair::getFirst);
  }

  @Override
  public Model inDoublePrecision() {
    return network.convertDataType(DataType.DOUBLE);
  }

  @Override
  public double loss(MultiDataSet batch) {
    return network.score(first(batch), false) - network.calcRegularizationScore(true);
  }

  @Override
  public void computeGradient(MultiDataSet batch) {
    if (network.getGradientsViewArray() == null) {
      network.initGradientsView();
    }
    DataSet one = first(batch);
    network.rnnClearPreviousState();
    network.setInputMiniBatchSize((int) one.getFeatures().size(0));
    network.setInput(one.getFeatures());
    network.setLabels(one.getLabels());
    network.setLayerMaskArrays(one.getFeaturesMaskArray(), one.getLabelsMaskArray());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
  }

  private static DataSet first(MultiDataSet batch) {
    return new DataSet(
        batch.getFeatures(0),
        batch.getLabels(0),
        batch.getFeaturesMaskArray(0),
        batch.getLabelsMaskArray(0));
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
