package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.examples.comparison.CifarOptions;
import io.github.dl4jpruning.examples.comparison.Comparison;
import io.github.dl4jpruning.examples.comparison.Control;
import io.github.dl4jpruning.examples.comparison.TrainedNetwork;
import io.github.dl4jpruning.examples.comparison.WatchOptions;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Does a network get smaller and faster? Trains a convolutional network dense; then pruned, from
 * the same weights on the same images in the same order; and, where filters are pruned, a network
 * as small as the pruned one by itself. Then compares what they can do and what they cost.
 */
@Command(
    name = "prune-cifar",
    description = {
      "Trains a network on pictures in colour, trains it again while pruning it, and compares.",
      "Filters go while it trains; then the network is made smaller, and the"
          + " rest of the training fine-tunes the small one. Its control is a network of the same"
          + " size trained from scratch.%n"
    })
public final class PruneCifar implements Callable<Integer> {
  @Mixin private CifarOptions options;
  @Mixin private WatchOptions watching;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new PruneCifar(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Comparison run = options.start(); // pictures, length of the training, learning rates

    // 1. The network as it is: a MultiLayerNetwork, or with --model resnet a ComputationGraph.
    Model dense = options.model().create(run.denseLearningRates(), run.l2(), run.seed());
    TrainingWatch denseWatch = run.watch("dense");
    dense.setListeners(denseWatch, watching.of("dense", denseWatch));
    fit(dense, run.images(), run.epochs());

    // 2. The same network, from the same weights, with a listener that prunes it.
    PruningRecipe recipe = run.withOptions(recipe(options.sparsity(), run.steps()));
    Model whole = options.model().create(run.learningRates(), run.l2(), run.seed());
    PruningListener pruner =
        run.isPrunedBeforeTraining() // --method snip: then the listener keeps what is pruned
            ? PruningListener.keep(Pruner.prune(whole, recipe, run.firstBatches()))
            : new PruningListener(recipe);
    TrainingWatch watch = run.watch("pruned", pruner);
    whole.addListeners(pruner, watch, watching.of("pruned", pruner, watch));

    // 3. Epoch by epoch. When all filters have gone that are to go, the network is made smaller,
    //    and trains on: same step, same learning rate, same order of the images.
    Model pruned = whole;
    DataSetIterator images = run.images();
    for (int epoch = 0; epoch < run.epochs(); epoch++) {
      fit(pruned, images, 1);
      if (options.isOfFilters() && pruned == whole && pruner.status().isComplete()) {
        pruned = Compactor.apply(whole, Compactor.plan(whole, pruner.masks())).network();
      }
    }
    pruner.requireComplete(); // an error if the training was too short for the recipe
    TrainedNetwork trained = TrainedNetwork.pruned(pruned, whole, pruner, watch);
    if (!options.isOfFilters()) {
      run.report(TrainedNetwork.dense(dense, denseWatch), trained);
      return 0;
    }

    // 4. Was it worth it? A network as small, trained from scratch for as long, is the control.
    Model small =
        Control.of(
            options.model().create(run.denseLearningRates(), run.l2(), run.seed()), run.atOnce());
    TrainingWatch smallWatch = run.watch("from scratch");
    small.setListeners(smallWatch, watching.of("from scratch", smallWatch));
    fit(small, run.images(), run.epochs());
    run.report(
        TrainedNetwork.dense(dense, denseWatch), trained, TrainedNetwork.dense(small, smallWatch));
    return 0;
  }

  /** Half of the filters of each layer, unless asked for otherwise, early in the training. */
  static RecipeBuilder recipe(double sparsity, long steps) {
    long begin = steps / 20;
    long end = steps * 7 / 20;
    return PruningRecipe.builder()
        .sparsity(sparsity)
        .granularity(Granularity.filter()) // whole filters, with all that reads them,
        .allocation(Allocation.uniform()) // as many of each layer,
        .criterion(Criterion.magnitude()) // those with the smallest weights first;
        .iterations(begin, end, Math.max(10, (end - begin) / 50)); // the rest is fine-tuning
  }

  private static void fit(Model network, DataSetIterator images, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      ((NeuralNetwork) network).fit(images);
    }
  }
}
