package io.github.dl4jpruning.model;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.network.Network;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A MultiLayerNetwork or ComputationGraph as the rest of the library sees it: a list of parameters
 * that lie one after the other in one flat array.
 *
 * <p>Not thread-safe; as the network itself.
 */
public final class PrunableModel {
  private final Network kind;
  private final Model network;
  private final List<ModelParam> params;
  private final Object builtFrom;

  private PrunableModel(Network kind) {
    this.kind = kind;
    this.network = kind.model();
    this.builtFrom = kind.arrays();
    this.params = ParamLister.list(kind);
  }

  /**
   * Reads a network's structure.
   *
   * @param network a MultiLayerNetwork or ComputationGraph on which {@code init()} has been called
   * @return the model
   * @throws IllegalArgumentException if it is another kind of model
   * @throws IllegalStateException if it is not initialised
   */
  public static PrunableModel of(Model network) {
    Network kind = Network.of(network);
    if (!kind.isInitialised()) {
      throw new IllegalStateException(
          "The %s is not initialised: call init() before it is pruned"
              .formatted(network.getClass().getSimpleName()));
    }
    return new PrunableModel(kind);
  }

  /** The network itself. */
  public Model network() {
    return network;
  }

  /**
   * All parameters, prunable or not.
   *
   * @return sorted by offset; unmodifiable
   */
  public List<ModelParam> params() {
    return params;
  }

  /**
   * Whether the network still has the arrays that it had when this was made: false after a new
   * {@code init()}, which calls for a new look.
   *
   * @return true if nothing was rebuilt
   */
  public boolean isCurrent() {
    return builtFrom == kind.arrays();
  }

  /**
   * The data type of parameters, gradients and updater state.
   *
   * @return FLOAT, DOUBLE or HALF
   */
  public DataType dataType() {
    return network.params().dataType();
  }

  /**
   * All parameters as one array.
   *
   * @return rank 1; a live view
   */
  public INDArray flatParams() {
    return FlatViews.flat(network.params());
  }

  /**
   * One parameter's elements in memory order.
   *
   * @param param of this network
   * @return rank 1; a live view
   */
  public INDArray flatParam(ModelParam param) {
    long from = param.offset();
    return flatParams().get(NDArrayIndex.interval(from, from + param.length()));
  }

  /**
   * What a training step reads and writes. Creates the updater if there is none yet.
   *
   * @return live views
   */
  public FlatViews views() {
    return FlatViews.of(network.params(), network.getGradientsViewArray(), updater(true), 0);
  }

  /**
   * The updater, if training has created it.
   *
   * @return empty for a network that was not trained since it was made or restored
   */
  public Optional<BaseMultiLayerUpdater<?>> existingUpdater() {
    return Optional.ofNullable(updater(false));
  }

  /**
   * The updater; creates it if there is none yet.
   *
   * @return with its state, all zeros if it was created
   */
  public BaseMultiLayerUpdater<?> requireUpdater() {
    return updater(true);
  }

  /**
   * What layer-wise pretraining reads and writes.
   *
   * @param layer the model that DL4J hands to listeners
   * @return live views of that layer's part; empty if the layer is not this network's
   */
  public Optional<FlatViews> viewsOf(Model layer) {
    for (org.deeplearning4j.nn.api.Layer candidate : layers()) {
      if (candidate == layer) {
        long offset = layer.params().offset() - network.params().offset();
        var updater = (BaseMultiLayerUpdater<?>) layer.getOptimizer().getUpdater();
        return Optional.of(
            FlatViews.of(layer.params(), layer.getGradientsViewArray(), updater, offset));
      }
    }
    return Optional.empty();
  }

  /**
   * What a parameter's layer has read in the pass that is under way: pre-processed, after dropout.
   *
   * @param param a layer's parameter
   * @return valid until the pass is over
   */
  public INDArray inputOf(ModelParam param) {
    return kind.layer(param.layerIndex()).orElseThrow().input();
  }

  /** The network as one of two kinds. */
  public Network kind() {
    return kind;
  }

  /** The number of epochs that DL4J has counted. */
  public int epochs() {
    return kind.epochs();
  }

  /** The number of parameter updates that DL4J has counted. */
  public int iteration() {
    return kind.iterations();
  }

  /** Applies constraints, as DL4J does in an epoch after its listeners have seen a step. */
  public void applyConstraints(int epoch) {
    network.applyConstraints(iteration(), epoch);
  }

  /**
   * Checks that masks belong to this network.
   *
   * @param masks by parameter key
   * @throws IllegalArgumentException if a mask's parameter does not exist or has another shape
   */
  public void requireFits(MaskStore masks) {
    masks
        .masks()
        .forEach(
            (key, mask) -> {
              ModelParam param = param(key);
              if (!param.shape().equals(mask.shape())) {
                throw new IllegalArgumentException(
                    "The mask of %s has shape %s, but the parameter has shape %s. Leave it out with"
                            .formatted(key, mask.shape(), param.shape())
                        + " MaskStore.retain(...) if the layer was replaced");
              }
            });
  }

  /**
   * Sets pruned weights, and their gradient and updater state where training has created them, to
   * +0.0.
   *
   * @param masks by parameter key
   * @throws IllegalArgumentException if a mask's parameter does not exist or has another shape
   */
  public void apply(MaskStore masks) {
    requireFits(masks);
    if (masks.isEmpty()) {
      return;
    }
    FlatMask flat = FlatMask.of(params, masks, dataType());
    flat.clear(flatParams(), 0);
    if (existingUpdater().isPresent() && network.getGradientsViewArray() != null) {
      FlatViews views = views();
      views.clearWeightsAndState(flat);
      views.clearGradient(flat);
    }
  }

  /**
   * One parameter.
   *
   * @param key DL4J's parameter key
   * @return the parameter
   * @throws IllegalArgumentException if there is none; the message lists those that exist
   */
  public ModelParam param(String key) {
    return params.stream()
        .filter(param -> param.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The network has no parameter %s. It has %s"
                        .formatted(key, params.stream().map(ModelParam::key).toList())));
  }

  /**
   * Checks that training this network can keep pruned weights at zero.
   *
   * @param masked the parameters that are or will be masked
   * @return what stays zero by itself
   * @throws IllegalArgumentException if the optimisation algorithm, an updater, a constraint or the
   *     data type can't
   */
  public TrainedZeros requireTrainable(List<ModelParam> masked) {
    return TrainingRules.check(this, masked);
  }

  /** For example {@code MultiLayerNetwork of 5 layers, 431080 parameters}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s of %d layers, %d parameters",
        network.getClass().getSimpleName(),
        layers().length,
        network.params().length());
  }

  /** The updater; made if there is none yet. */
  BaseMultiLayerUpdater<?> updater() {
    return updater(true);
  }

  org.deeplearning4j.nn.api.Layer[] layers() {
    return kind.layers();
  }

  private BaseMultiLayerUpdater<?> updater(boolean create) {
    return kind.updater(create);
  }
}
