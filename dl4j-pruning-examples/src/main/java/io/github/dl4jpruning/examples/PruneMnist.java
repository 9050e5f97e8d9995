package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.examples.comparison.Comparison;
import io.github.dl4jpruning.examples.comparison.MnistOptions;
import io.github.dl4jpruning.examples.comparison.TrainedNetwork;
import io.github.dl4jpruning.examples.comparison.WatchOptions;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * How is a network pruned while it trains? Trains LeNet-5 twice, from the same weights on the same
 * images in the same order: as it is, and with a {@link PruningListener}. Then compares the two.
 */
@Command(
    name = "prune-mnist",
    description = {
      "Trains a network, trains it again while pruning it, and compares the two.",
      "Pruning begins after a quarter of the training and ends after three fifths of it; the"
          + " rest is fine-tuning.%n"
    })
public final class PruneMnist implements Callable<Integer> {
  @Mixin private MnistOptions options;
  @Mixin private WatchOptions watching;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new PruneMnist(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Comparison run = options.start(); // digits, length of the training, learning rates

    // 1. The network as it is.
    MultiLayerNetwork dense =
        options.model().create(run.denseLearningRates(), run.l2(), run.seed());
    TrainingWatch denseWatch = run.watch("dense");
    dense.setListeners(denseWatch, watching.of("dense", denseWatch));
    dense.fit(run.images(), run.epochs());

    // 2. What is to go, and when.
    PruningRecipe recipe = run.withOptions(recipe(options.sparsity(), run.steps()));

    // 3. The same network, from the same weights, with a listener that prunes it.
    MultiLayerNetwork pruned = options.model().create(run.learningRates(), run.l2(), run.seed());
    PruningListener pruner =
        run.isPrunedBeforeTraining() // --method snip: then the listener keeps what is pruned
            ? PruningListener.keep(Pruner.prune(pruned, recipe, run.firstBatches()))
            : new PruningListener(recipe);
    TrainingWatch watch = run.watch("pruned", pruner);
    pruned.setListeners(pruner, watch, watching.of("pruned", pruner, watch));
    pruned.fit(run.images(), run.epochs());
    pruner.requireComplete(); // an error if the training was too short for the recipe

    // 4. Which is better? Accuracies, sizes and times, on the screen and in files.
    run.report(
        TrainedNetwork.dense(dense, denseWatch),
        TrainedNetwork.pruned(pruned, pruned, pruner, watch));
    return 0;
  }

  /** Nine weights of ten, unless asked for otherwise, in about 50 mask changes. */
  static RecipeBuilder recipe(double sparsity, long steps) {
    long begin = steps / 4;
    long end = steps * 3 / 5;
    return PruningRecipe.builder()
        .sparsity(sparsity)
        .criterion(Criterion.magnitude()) // the smallest go first,
        .allocation(Allocation.global()) // wherever in the network they are,
        .schedule(Schedule.cubic()) // many at the beginning, then fewer and fewer;
        .iterations(begin, end, Math.max(10, (end - begin) / 50)); // the rest is fine-tuning
  }
}
