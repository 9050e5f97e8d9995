package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.data.ResumableIterator;
import io.github.dl4jpruning.examples.data.DrawnWaves;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Does it work for recurrent networks? Trains an LSTM to tell waves by their shape, again while
 * pruning its weights; or whole units of it, which are then taken out.
 */
@Command(
    name = "prune-sequences",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Trains an LSTM on sequences, and again while pruning its weights or units.")
public final class PruneSequences implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final int TEST_WAVES = 1_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--units",
      description = "Prune whole LSTM units instead of weights, and make the network smaller.")
  private boolean units;

  @Option(
      names = "--sparsity",
      paramLabel = "S",
      description =
          "Fraction of the weights or units to remove, 0 to below 1. Default: 0.8; of units, 0.5.")
  private Double sparsity;

  @Option(
      names = "--waves",
      defaultValue = "2000",
      paramLabel = "N",
      description = "To train on, at least 1. Default: 2000.")
  private int waves;

  @Option(names = "--epochs", defaultValue = "10", paramLabel = "N", description = "Default: 10.")
  private int epochs;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: 1.")
  private long seed;

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
    if (waves < 1 || epochs < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--waves and --epochs must be at least 1, got %s and %s".formatted(waves, epochs));
    }
    PruningRecipe recipe;
    try {
      recipe = recipe();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Screen.STANDARD.println(Backend.describe());
    DataSet train = DrawnWaves.generate(waves, 1);
    DataSet test = DrawnWaves.generate(TEST_WAVES, 2);

    MultiLayerNetwork dense = WaveNet.create(seed);
    dense.fit(ResumableIterator.of(train, BATCH, seed), epochs);

    MultiLayerNetwork pruned = WaveNet.create(seed);
    PruningListener pruner = new PruningListener(recipe);
    pruned.addListeners(pruner);
    pruned.fit(ResumableIterator.of(train, BATCH, seed), epochs);
    pruner.requireComplete();

    tell("Dense", dense, test);
    tell("Pruned", pruned, test);
    if (units) {
      tell(
          "Made smaller",
          Compactor.apply(pruned, Compactor.plan(pruned, pruner.masks())).network(),
          test);
    }
    return 0;
  }

  /** From a quarter to three fifths of the training; the rest is fine-tuning. */
  private PruningRecipe recipe() {
    long steps = (long) epochs * ((waves + BATCH - 1) / BATCH);
    RecipeBuilder recipe =
        PruningRecipe.builder().iterations(steps / 4, steps * 3 / 5, Math.max(1, steps / 20));
    return units
        ? recipe
            .sparsity(sparsity == null ? 0.5 : sparsity)
            .granularity(Granularity.neuron())
            .allocation(Allocation.uniform())
            .build()
        : recipe.sparsity(sparsity == null ? 0.8 : sparsity).build();
  }

  private static void tell(String what, MultiLayerNetwork network, DataSet test) {
    Screen.STANDARD.println(
        String.format(
            Locale.ROOT,
            "%-12s %6.2f %% of the test waves right, %,6d parameters, %,6d of them not zero",
            what,
            100 * WaveNet.accuracy(network, test),
            network.numParams(),
            network.params().neq(0).castTo(DataType.INT64).sumNumber().longValue()));
  }
}
