package io.github.dl4jpruning.model;

import java.util.BitSet;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A copy of a network's configuration that may be edited, and made into a network that carries on
 * the weights and the training state of the original. Shares nothing with it that is edited.
 *
 * <p>Not thread-safe.
 */
public final class ConfigurationCopy {
  private final PrunableModel model;
  private final Object configuration;

  private ConfigurationCopy(PrunableModel model) {
    this.model = model;
    this.configuration = DeepCopy.of(model);
  }

  /**
   * Copies a network's configuration, its iteration and epoch counts included.
   *
   * @param model the network; not changed
   * @return the copy
   */
  public static ConfigurationCopy of(PrunableModel model) {
    return new ConfigurationCopy(model);
  }

  /**
   * The copy's wiring.
   *
   * @return its nodes hold the copied configuration objects
   */
  public Wiring wiring() {
    return Wiring.of(model, configuration);
  }

  /**
   * A layer's configuration, wrappers included.
   *
   * @param node its name, see {@link Node#name()}
   * @return the copied object, to be edited
   */
  public Layer layer(String node) {
    return layers()
        .map(all -> all.getConf(Integer.parseInt(node)).getLayer())
        .orElseGet(() -> ((LayerVertex) vertex(node)).getLayerConf().getLayer());
  }

  /**
   * A vertex's configuration, of a ComputationGraph only.
   *
   * @param node its name
   * @return the copied object, to be edited; the one inside of a frozen vertex
   */
  public GraphVertex vertex(String node) {
    GraphVertex vertex = ((ComputationGraphConfiguration) configuration).getVertices().get(node);
    return vertex instanceof FrozenVertex frozen ? frozen.getUnderlying() : vertex;
  }

  /**
   * Replaces what stands between input and layer.
   *
   * @param node the layer's name
   * @param preProcessor the new one
   */
  public void setPreProcessor(String node, InputPreProcessor preProcessor) {
    layers()
        .ifPresentOrElse(
            all -> all.getInputPreProcessors().put(Integer.parseInt(node), preProcessor),
            () -> ((LayerVertex) vertex(node)).setPreProcessor(preProcessor));
  }

  /**
   * Makes a network of this configuration, with weights, updater state and listeners of the
   * original; not those listeners that belong to one network.
   *
   * @param kept the positions in the original's flat parameters that the new network has, in the
   *     same order; as many as its configuration asks for
   * @param zero positions in the original's flat parameters whose weights and updater state become
   *     +0.0
   * @return a new network of the same class
   * @throws IllegalStateException if the number of positions does not fit the configuration
   */
  public Model build(BitSet kept, BitSet zero) {
    return NetworkCopy.build(model, configuration, kept, zero);
  }

  private Optional<MultiLayerConfiguration> layers() {
    return model.network() instanceof MultiLayerNetwork
        ? Optional.of((MultiLayerConfiguration) configuration)
        : Optional.empty();
  }

  /** The layer configurations that a copy holds, each once. */
  static Iterable<NeuralNetConfiguration> layerConfigurations(Object configuration) {
    return configuration instanceof MultiLayerConfiguration layers
        ? layers.getConfs()
        : ((ComputationGraphConfiguration) configuration)
            .getVertices().values().stream()
                .map(vertex -> vertex instanceof FrozenVertex f ? f.getUnderlying() : vertex)
                .filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf())
                .toList();
  }
}
