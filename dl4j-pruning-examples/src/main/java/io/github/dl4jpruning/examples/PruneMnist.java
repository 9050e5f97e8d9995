package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.examples.data.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains a network twice, from the same weights on the same images in the same order: as it is, and
 * with a {@link io.github.dl4jpruning.PruningListener}. Then compares the two.
 */
@Command(
    name = "prune-mnist",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a network, trains it again while pruning it, and compares the two.",
      "Pruning begins after a quarter of the training and ends after three fifths of it; the"
          + " rest is fine-tuning.%n"
    })
public final class PruneMnist implements Callable<Integer> {
  private static final int MASK_CHANGES = 50;
  private static final double DRAWN_LEARNING_RATE = 0.002;
  private static final PruningPlan.Usual PRUNING =
      new PruningPlan.Usual(0.25, 0.6, PruningPlan.Score.MAGNITUDE);

  @Spec private CommandSpec spec;

  @Option(
      names = "--dataset",
      defaultValue = "drawn",
      paramLabel = "NAME",
      description =
          "drawn: digits that this program draws; mnist: handwritten ones. Default: drawn.")
  private DigitDataset dataset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with MNIST's four files. Without it: Deeplearning4j's cache, else a download.")
  private Path data;

  @Option(
      names = "--model",
      defaultValue = "lenet5",
      paramLabel = "NAME",
      description =
          "lenet5: convolutional, 431,080 parameters; lenet300: dense layers, 266,610. Default:"
              + " lenet5.")
  private LeNet model;

  @Option(
      names = "--sparsity",
      defaultValue = "0.9",
      paramLabel = "S",
      description = "Fraction of the weights to remove, 0 to below 1. Default: 0.9.")
  private double sparsity;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the training images. Default: 2 for lenet5 and 10 for lenet300;"
              + " 5 and 25 on mnist.")
  private Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images per training step. Default: 32 on drawn, 64 on mnist.")
  private Integer batch;

  @Mixin private TrainingOptions trainingOptions;

  @Mixin private PruningOptions options;

  @Mixin private RunOptions run;

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
    if (dataset.isDrawn() && data != null) {
      throw new ParameterException(spec.commandLine(), "--data DIR goes with --dataset mnist");
    }
    RunOptions.Plans plans;
    try {
      plans =
          new RunOptions.Plans(
              trainingOptions.plan(model, epochs(), batch(), learningRate()),
              options.plan(PruningPlan.What.WEIGHTS, sparsity, PRUNING, MASK_CHANGES),
              Augmentation.NONE);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    run.run(dataset, Optional.ofNullable(data), Optional.empty(), plans, 0);
    return 0;
  }

  private int epochs() {
    if (epochs != null) {
      return epochs;
    }
    boolean lenet5 = model == LeNet.LENET5;
    return dataset == DigitDataset.MNIST ? (lenet5 ? 5 : 25) : (lenet5 ? 2 : 10);
  }

  private int batch() {
    return batch != null ? batch : dataset == DigitDataset.MNIST ? 64 : 32;
  }

  private double learningRate() {
    return dataset.isDrawn() ? DRAWN_LEARNING_RATE : model.learningRate();
  }
}
