package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.analysis.SparsitySearch;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.comparison.SearchOptions;
import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.comparison.WatchOptions;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * How much can go? Finds the largest sparsity of LeNet-300-100 that costs no more accuracy than
 * allowed, on validation images; stopped, it goes on where it was.
 */
@Command(
    name = "choose-sparsity",
    description = "Finds the largest sparsity that costs no more accuracy than allowed.")
public final class ChooseSparsity implements Callable<Integer> {
  private static final int BATCH = 250;

  @Mixin private SearchOptions options;
  @Mixin private WatchOptions watching;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new ChooseSparsity(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrainTest all = options.start(); // the folders are tried first
    ImageSet.Split images = all.train().split(all.train().count() / 6, options.seed());
    TrainingPlan plan = options.plan(LeNet.LENET300);

    // 1. What is searched with: a score on images that are not learnt from.
    Score score = Score.accuracy(Samples.of(images.validation().sequential(BATCH)));

    // 2. The search. It trains a network for each sparsity that it tries, and keeps them all.
    TradeOff found =
        SparsitySearch.of(options.folder(), options.settings(images.train(), plan), options.loss())
            .onPoint(
                point ->
                    Screen.say(
                        "Tried %.2f: %.4f of the validation images right",
                        point.sparsity(), point.score()))
            .run(sparsity -> train(sparsity, images.train(), plan), score);

    // 3. The curve, the choice and, when all is decided, the test images: once.
    options.print(found);
    if (options.isJudged() && found.chosen().isPresent()) {
      Score test = Score.accuracy(Samples.of(all.test().sequential(BATCH)));
      Screen.say(
          "On test images: dense %.4f, chosen %.4f",
          test.of(found.dense().network(options.folder())),
          test.of(found.chosen().get().network(options.folder())));
    }
    options.page(found, plan);
    return 0;
  }

  /** The same training for each sparsity; 0 asks for the dense network. */
  private MultiLayerNetwork train(double sparsity, ImageSet images, TrainingPlan plan) {
    long steps = plan.iterations(images.count());
    MultiLayerNetwork net =
        LeNet.LENET300.create(plan.learningRates(images.count(), 1), plan.l2(), plan.seed());
    if (sparsity == 0) {
      TrainingWatch watch = TrainingWatch.of("dense", steps);
      net.setListeners(watch, watching.of("dense", watch));
      net.fit(images.iterator(plan.batch(), plan.seed()), plan.epochs());
      return net;
    }
    long begin = steps / 10;
    long end = steps * 6 / 10;
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(sparsity)
                .iterations(begin, end, Math.max(10, (end - begin) / 50))
                .build());
    String name = "sparsity %s".formatted(sparsity);
    TrainingWatch watch = TrainingWatch.of(name, steps).sparsity(() -> pruner.masks().sparsity());
    net.setListeners(pruner, watch, watching.of(name, pruner, watch));
    net.fit(images.iterator(plan.batch(), plan.seed()), plan.epochs());
    pruner.requireComplete(); // an error if the training was too short for the recipe
    return net;
  }
}
