package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.comparison.Control;
import io.github.dl4jpruning.examples.comparison.Method;
import io.github.dl4jpruning.examples.comparison.PruningPlan;
import io.github.dl4jpruning.examples.comparison.SensitivityScan;
import io.github.dl4jpruning.examples.comparison.TrainedNetwork;
import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.console.ProgressView;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains the network of a table's run, dense or pruned; step by step as the examples do.
 *
 * @param plan the training
 * @param train images to learn from
 */
record Trainer(TrainingPlan plan, ImageSet train) {
  /** Trains the network as it is. */
  TrainedNetwork dense(ProgressView view) {
    return unpruned(plan.network(train, 1), view);
  }

  /**
   * Trains the same network from the same weights on the same images, and prunes it meanwhile. Of
   * filters, the network is made smaller at the end of the epoch that sees the last of them go, and
   * its training goes on: same step, same learning rate, same order of the images.
   */
  TrainedNetwork pruned(PruningPlan pruning, ProgressView view) {
    Model whole = plan.network(train, pruning.method().learningRateCycles());
    PruningRecipe recipe = recipe(pruning);
    PruningListener pruner =
        pruning.method().isBeforeTraining()
            ? PruningListener.keep(
                Pruner.prune(
                    whole, recipe, Samples.of(plan.firstBatches(train, Method.SNIP_BATCHES))))
            : new PruningListener(recipe);
    TrainingWatch watch = watch(view).sparsity(() -> pruner.masks().sparsity());
    whole.addListeners(pruner, watch);
    Model now = whole;
    DataSetIterator images = images();
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      ((NeuralNetwork) now).fit(images);
      if (pruning.what() == PruningPlan.What.FILTERS
          && now == whole
          && pruner.status().isComplete()) {
        now = Compactor.apply(whole, Compactor.plan(whole, pruner.masks())).network();
      }
    }
    pruner.requireComplete();
    TrainedNetwork trained = TrainedNetwork.pruned(now, whole, pruner, watch);
    now.setListeners(List.of());
    return trained;
  }

  /** Trains a network of the size that pruning leaves, from new weights: the control. */
  TrainedNetwork fromScratch(PruningPlan pruning, ProgressView view) {
    return unpruned(Control.of(plan.network(train, 1), pruning.atOnce()), view);
  }

  /** Training steps of one network. */
  long iterations() {
    return plan.iterations(train.count());
  }

  private TrainedNetwork unpruned(Model network, ProgressView view) {
    TrainingWatch watch = watch(view);
    network.addListeners(watch);
    DataSetIterator images = images();
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      ((NeuralNetwork) network).fit(images);
    }
    network.setListeners(List.of());
    return TrainedNetwork.dense(network, watch);
  }

  private PruningRecipe recipe(PruningPlan pruning) {
    PruningRecipe recipe = pruning.recipe(iterations(), plan.seed());
    return pruning.allocation() == PruningPlan.Split.SENSITIVITY
        ? SensitivityScan.recipe(recipe, pruning.sparsity(), plan, train)
        : recipe;
  }

  private TrainingWatch watch(ProgressView view) {
    return TrainingWatch.of(view, iterations());
  }

  private DataSetIterator images() {
    return train.iterator(plan.batch(), plan.seed());
  }
}
