package io.github.dl4jpruning.model;

import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.network.NetworkConfiguration;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.BitSet;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A copy of a network's configuration that may be edited, and made into a network that carries on
 * the weights and the training state of the original. Shares nothing with it that is edited.
 *
 * <p>Not thread-safe.
 */
public final class ConfigurationCopy {
  private final PrunableModel model;
  private final NetworkConfiguration configuration;

  private ConfigurationCopy(PrunableModel model) {
    this.model = model;
    this.configuration = Network.of(model.network()).configuration().copy();
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
    return Network.of(model.network()).wiring(configuration);
  }

  /**
   * A layer's configuration, wrappers included.
   *
   * @param node its name, see {@link Node#name()}
   * @return the copied object, to be edited
   */
  public Layer layer(String node) {
    return configuration.layer(node);
  }

  /**
   * A vertex's configuration, of a ComputationGraph only.
   *
   * @param node its name
   * @return the copied object, to be edited; the one inside of a frozen vertex
   */
  public GraphVertex vertex(String node) {
    return configuration.vertex(node);
  }

  /**
   * Replaces what stands between input and layer.
   *
   * @param node the layer's name
   * @param preProcessor the new one
   */
  public void setPreProcessor(String node, InputPreProcessor preProcessor) {
    configuration.setPreProcessor(node, preProcessor);
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
}
