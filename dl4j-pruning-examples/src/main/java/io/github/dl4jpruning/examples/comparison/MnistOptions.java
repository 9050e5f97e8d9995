package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.examples.data.Augmentation;
import io.github.dl4jpruning.examples.data.DigitDataset;
import io.github.dl4jpruning.examples.networks.LeNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What PruneMnist does otherwise on request. */
public final class MnistOptions {
  /** Drawn digits for LeNet-5 unless more are asked for: a minute or so on one core. */
  private static final int SOME_DIGITS = 5_000;

  private static final int MASK_CHANGES = 50;
  private static final PruningPlan.Usual PRUNING =
      new PruningPlan.Usual(0.25, 0.6, PruningPlan.Score.MAGNITUDE);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--dataset",
      defaultValue = "drawn",
      paramLabel = "NAME",
      description =
          "drawn: digits that this program draws, 5,000 of them for lenet5 unless --train-images"
              + " says more; mnist: handwritten ones. Default: drawn.")
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
      description =
          "Images per training step. Default: 16 for lenet5 and 32 for lenet300; 64 on mnist.")
  private Integer batch;

  @Mixin private TrainingOptions training;
  @Mixin private PruningOptions pruning;
  @Mixin private RunOptions run;

  /**
   * Tries where the results are to go, and loads the images.
   *
   * @return ready to train
   * @throws IOException if the results can't be written, or the data can't be read
   * @throws InterruptedException if the thread was interrupted during a download
   */
  public Comparison start() throws IOException, InterruptedException {
    if (dataset.isDrawn() && data != null) {
      throw new ParameterException(command.commandLine(), "--data DIR goes with --dataset mnist");
    }
    RunOptions.Plans plans;
    try {
      plans =
          new RunOptions.Plans(
              training.plan(model, epochs(), batch(), model.learningRate()),
              pruning.plan(PruningPlan.What.WEIGHTS, sparsity, PRUNING, MASK_CHANGES),
              Augmentation.NONE);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
    Optional<Integer> atMost =
        dataset.isDrawn() && model == LeNet.LENET5 ? Optional.of(SOME_DIGITS) : Optional.empty();
    return run.start(dataset, Optional.ofNullable(data), atMost, plans, 0);
  }

  /**
   * The network to train.
   *
   * @return LeNet-5 unless asked for otherwise
   */
  public LeNet model() {
    return model;
  }

  /**
   * How much is to go.
   *
   * @return fraction of the weights, 0 (included) to 1 (excluded)
   */
  public double sparsity() {
    return sparsity;
  }

  private int epochs() {
    if (epochs != null) {
      return epochs;
    }
    boolean lenet5 = model == LeNet.LENET5;
    return dataset == DigitDataset.MNIST ? (lenet5 ? 5 : 25) : (lenet5 ? 2 : 10);
  }

  private int batch() {
    return batch != null
        ? batch
        : dataset == DigitDataset.MNIST ? 64 : model == LeNet.LENET5 ? 16 : 32;
  }
}
