package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.examples.comparison.LatencyOptions;
import io.github.dl4jpruning.examples.comparison.PruningOptions;
import io.github.dl4jpruning.examples.comparison.PruningPlan;
import io.github.dl4jpruning.examples.comparison.TrainingOptions;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.data.AugmentationOptions;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.networks.CifarNet;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One run of the CIFAR-10 table in {@code docs/benchmarks.md}, or the table itself. */
@Command(
    name = "cifar-table",
    description =
        "Trains one network on CIFAR-10 and writes its error and its cost to a file; or sums up the"
            + " files.")
public final class CifarTable implements Callable<Integer> {
  /** What is done to the network, by the name on the command line. */
  enum Run {
    /** Nothing. */
    DENSE,
    /** Single weights are zeroed. */
    WEIGHTS,
    /** Filters are removed, and the network is made smaller. */
    FILTERS,
    /** It has the size from the start that pruning filters would leave. */
    SCRATCH;

    PruningPlan.What what() {
      return this == WEIGHTS ? PruningPlan.What.WEIGHTS : PruningPlan.What.FILTERS;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private TableOptions table;

  @Option(names = "--model", defaultValue = "cnn", description = "cnn or resnet. Default: cnn.")
  private CifarNet model;

  @Option(
      names = "--run",
      defaultValue = "dense",
      paramLabel = "NAME",
      description =
          "dense; weights: zeroed while it trains; filters: removed while it trains; scratch: a"
              + " network trained without them. Default: dense.")
  private Run run;

  @Option(
      names = "--sparsity",
      defaultValue = "0.5",
      paramLabel = "S",
      description = "Fraction to remove, 0 to below 1. Default: 0.5.")
  private double sparsity;

  @Option(names = "--epochs", paramLabel = "N", description = "Default: the network's own.")
  private Integer epochs;

  @Mixin private TrainingOptions training;
  @Mixin private AugmentationOptions augmentation;
  @Mixin private PruningOptions pruning;

  @Option(
      names = "--begin",
      paramLabel = "F",
      description =
          "Pruning begins after this fraction of the training. Default: 0.05 for filters, of resnet"
              + " 0.3, and 0.5 for weights.")
  private Double begin;

  @Option(
      names = "--end",
      paramLabel = "F",
      description =
          "Pruning ends after this fraction of the training. Default: 0.35 for filters, of resnet"
              + " 0.7, and 0.9 for weights.")
  private Double end;

  @Mixin private LatencyOptions latency;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new CifarTable(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    table.run(ImageSource.cifar10(), this::treatment, latency.pairs());
    return 0;
  }

  private TableRun.Treatment treatment() {
    return new TableRun.Treatment(
        training.plan(
            model, epochs == null ? model.epochs() : epochs, table.batch(), model.learningRate()),
        run == Run.DENSE ? null : plan(),
        run == Run.SCRATCH,
        augmentation.augmentation());
  }

  private PruningPlan plan() {
    PruningPlan.Usual usual = PruningPlan.Usual.of(model, run.what());
    return pruning.plan(
        run.what(),
        sparsity,
        new PruningPlan.Usual(
            begin == null ? usual.begin() : begin,
            end == null ? usual.end() : end,
            usual.criterion()),
        table.changes());
  }
}
