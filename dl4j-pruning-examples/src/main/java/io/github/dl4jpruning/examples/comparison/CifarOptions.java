package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.examples.data.AugmentationOptions;
import io.github.dl4jpruning.examples.data.ColourDataset;
import io.github.dl4jpruning.examples.networks.CifarNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What PruneCifar does otherwise on request. */
public final class CifarOptions {
  /** What CIFAR-10 is cut to unless all of it is asked for: some minutes on two cores. */
  private static final int SOME_IMAGES = 10_000;

  private static final int SOME_EPOCHS = 6;
  private static final int MASK_CHANGES = 50;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--dataset",
      defaultValue = "drawn",
      paramLabel = "NAME",
      description =
          "drawn: ten kinds of things that this program draws; cifar10: small photographs. Default:"
              + " drawn.")
  private ColourDataset dataset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with CIFAR-10's binary files, or with cifar-10-binary.tar.gz. Without it: a"
              + " download.")
  private Path data;

  @Option(
      names = "--full",
      description =
          "Of cifar10, all images and the epochs of the table in docs/benchmarks.md; without it,"
              + " 10,000 images and 6 epochs.")
  private boolean full;

  @Option(
      names = "--model",
      defaultValue = "cnn",
      paramLabel = "NAME",
      description = "cnn: convolutions in a row; resnet: with shortcuts, a graph. Default: cnn.")
  private CifarNet model;

  @Option(
      names = "--what",
      defaultValue = "filters",
      paramLabel = "NAME",
      description =
          "filters: removed, which makes the network smaller; weights: zeroed. Default: filters.")
  private PruningPlan.What what;

  @Option(
      names = "--sparsity",
      defaultValue = "0.5",
      paramLabel = "S",
      description =
          "Fraction of the weights, or of each layer's filters, to remove, 0 to below 1. Default:"
              + " 0.5.")
  private double sparsity;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images. Default: 4 on drawn, 6 on cifar10.")
  private Integer epochs;

  @Option(
      names = "--batch",
      defaultValue = "64",
      paramLabel = "N",
      description = "Images per training step. Default: 64.")
  private int batch;

  @Mixin private TrainingOptions training;
  @Mixin private AugmentationOptions augmentation;
  @Mixin private PruningOptions pruning;
  @Mixin private RunOptions run;
  @Mixin private LatencyOptions latency;

  /**
   * Tries where the results are to go, and loads the images.
   *
   * @return ready to train
   * @throws IOException if the results can't be written, or the data can't be read
   * @throws InterruptedException if the thread was interrupted during a download
   */
  public Comparison start() throws IOException, InterruptedException {
    if (dataset.isDrawn() && (data != null || full)) {
      throw new ParameterException(
          command.commandLine(), "--data DIR and --full go with --dataset cifar10");
    }
    RunOptions.Plans plans;
    try {
      plans =
          new RunOptions.Plans(
              training.plan(model, epochs(), batch, model.learningRate()),
              pruning.plan(what, sparsity, PruningPlan.Usual.of(model, what), MASK_CHANGES),
              augmentation.augmentation());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
    Optional<Integer> atMost =
        dataset.isDrawn() || full ? Optional.empty() : Optional.of(SOME_IMAGES);
    return run.start(dataset, Optional.ofNullable(data), atMost, plans, latency.pairs());
  }

  /**
   * The network to train.
   *
   * @return the CNN unless asked for otherwise
   */
  public CifarNet model() {
    return model;
  }

  /**
   * What is to go.
   *
   * @return true for filters, false for single weights
   */
  public boolean isOfFilters() {
    return what == PruningPlan.What.FILTERS;
  }

  /**
   * How much is to go.
   *
   * @return fraction of the weights, or of each layer's filters, 0 (included) to 1 (excluded)
   */
  public double sparsity() {
    return sparsity;
  }

  private int epochs() {
    if (epochs != null) {
      return epochs;
    }
    return dataset.isDrawn() ? 4 : full ? model.epochs() : SOME_EPOCHS;
  }
}
