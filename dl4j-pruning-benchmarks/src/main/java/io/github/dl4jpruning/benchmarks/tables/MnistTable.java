package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.examples.comparison.PruningOptions;
import io.github.dl4jpruning.examples.comparison.PruningPlan;
import io.github.dl4jpruning.examples.comparison.TrainingOptions;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.data.Augmentation;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.networks.LeNet;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One run of the MNIST table in {@code docs/benchmarks.md}, or the table itself. */
@Command(
    name = "mnist-table",
    description =
        "Trains one network on MNIST and writes its error to a file; or sums up the files.")
public final class MnistTable implements Callable<Integer> {
  @Mixin private TableOptions table;

  @Option(names = "--model", defaultValue = "lenet300", description = "lenet300 or lenet5.")
  private LeNet model;

  @Option(
      names = "--sparsity",
      paramLabel = "S",
      description = "Fraction to remove, 0 to below 1; without it the network stays dense.")
  private Double sparsity;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Default: 25 for lenet300, 5 for lenet5.")
  private Integer epochs;

  @Mixin private TrainingOptions training;
  @Mixin private PruningOptions pruning;

  @Option(
      names = "--begin",
      defaultValue = "0.1",
      paramLabel = "F",
      description = "Pruning begins after this fraction of the training. Default: 0.1.")
  private double begin;

  @Option(
      names = "--end",
      defaultValue = "0.6",
      paramLabel = "F",
      description = "Pruning ends after this fraction of the training. Default: 0.6.")
  private double end;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new MnistTable(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    table.run(ImageSource.mnist(), this::treatment, 0);
    return 0;
  }

  private TableRun.Treatment treatment() {
    int passes = epochs != null ? epochs : model == LeNet.LENET5 ? 5 : 25;
    return new TableRun.Treatment(
        training.plan(model, passes, table.batch(), model.learningRate()),
        sparsity == null
            ? null
            : pruning.plan(
                PruningPlan.What.WEIGHTS,
                sparsity,
                new PruningPlan.Usual(begin, end, PruningPlan.Score.MAGNITUDE),
                table.changes()),
        false,
        Augmentation.NONE);
  }
}
