package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.data.ResumableIterator;
import io.github.dl4jpruning.examples.comparison.WatchOptions;
import io.github.dl4jpruning.examples.console.Backend;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.examples.data.DrawnWaves;
import io.github.dl4jpruning.examples.networks.WaveNet;
import io.github.dl4jpruning.examples.networks.WaveOptions;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Does it work for recurrent networks? Trains an LSTM to tell waves by their shape, again while
 * pruning its weights; or whole units of it, which are then taken out.
 */
@Command(
    name = "prune-sequences",
    description = "Trains an LSTM on sequences, and again while pruning its weights or units.")
public final class PruneSequences implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final int TEST_WAVES = 1_000;

  @Mixin private WaveOptions options;
  @Mixin private WatchOptions watching;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new PruneSequences(), args);
  }

  @Override
  public Integer call() {
    long steps = (long) options.epochs() * ((options.waves() + BATCH - 1) / BATCH);
    PruningRecipe recipe = options.checked(() -> recipe(steps).build());
    Screen.STANDARD.println(Backend.describe());
    DataSet train = DrawnWaves.generate(options.waves(), 1);
    DataSet test = DrawnWaves.generate(TEST_WAVES, 2);

    // 1. The network as it is: an LSTM of 48 units, and a softmax over its last step.
    MultiLayerNetwork dense = WaveNet.create(options.seed());
    TrainingWatch denseWatch = TrainingWatch.of("dense", steps);
    dense.setListeners(denseWatch, watching.of("dense", denseWatch));
    dense.fit(ResumableIterator.of(train, BATCH, options.seed()), options.epochs());

    // 2. The same network, from the same weights, with a listener that prunes it.
    MultiLayerNetwork pruned = WaveNet.create(options.seed());
    PruningListener pruner = new PruningListener(recipe);
    TrainingWatch watch =
        TrainingWatch.of("pruned", steps).sparsity(() -> pruner.masks().sparsity());
    pruned.setListeners(pruner, watch, watching.of("pruned", pruner, watch));
    pruned.fit(ResumableIterator.of(train, BATCH, options.seed()), options.epochs());
    pruner.requireComplete(); // an error if the training was too short for the recipe

    tell("Dense", dense, test);
    tell("Pruned", pruned, test);

    // 3. Units that are pruned can be taken out: the same outputs from a smaller network.
    if (options.isOfUnits()) {
      tell(
          "Made smaller",
          Compactor.apply(pruned, Compactor.plan(pruned, pruner.masks())).network(),
          test);
    }
    return 0;
  }

  /** From a quarter to three fifths of the training; the rest is fine-tuning. */
  private RecipeBuilder recipe(long steps) {
    RecipeBuilder recipe =
        PruningRecipe.builder()
            .sparsity(options.sparsity())
            .iterations(steps / 4, steps * 3 / 5, Math.max(1, steps / 20));
    return options.isOfUnits()
        ? recipe.granularity(Granularity.neuron()).allocation(Allocation.uniform())
        : recipe;
  }

  private static void tell(String what, MultiLayerNetwork network, DataSet test) {
    Screen.say(
        "%-12s %6.2f %% of the test waves right, %,6d parameters, %,6d of them not zero",
        what,
        100 * WaveNet.accuracy(network, test),
        network.numParams(),
        network.params().neq(0).castTo(DataType.INT64).sumNumber().longValue());
  }
}
