package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.recipe.PruningRecipe;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The control of pruned filters: a network of the size that pruning leaves, with new weights. Its
 * size is known before training if the allocation asks for no weights, as uniform does not.
 */
public final class Control {
  private Control() {}

  /**
   * Makes it.
   *
   * @param whole before its training; its weights are pruned
   * @param atOnce removes the same filters in one step
   * @return a new network, smaller, with random weights
   */
  public static Model of(Model whole, PruningRecipe atOnce) {
    Model small =
        Compactor.apply(whole, Compactor.plan(whole, Pruner.prune(whole, atOnce))).network();
    Model fresh =
        small instanceof MultiLayerNetwork layers
            ? new MultiLayerNetwork(layers.getLayerWiseConfigurations().clone())
            : new ComputationGraph(((ComputationGraph) small).getConfiguration().clone());
    fresh.init();
    return fresh;
  }
}
