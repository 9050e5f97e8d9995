package io.github.dl4jpruning.examples;

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
 * Trains a convolutional network dense; then pruned, from the same weights on the same images in
 * the same order; and, where filters are pruned, a network as small as the pruned one by itself.
 * Then compares what they can do, what they cost and how fast they are.
 */
@Command(
    name = "prune-cifar",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a network on pictures in colour, trains it again while pruning it, and compares.",
      "Filters go while it trains; then the network is made smaller, and the"
          + " rest of the training fine-tunes the small one. Its control is a network of the same"
          + " size trained from scratch.%n"
    })
public final class PruneCifar implements Callable<Integer> {
  /** What CIFAR-10 is cut to unless all of it is asked for: some minutes on two cores. */
  private static final int SOME_IMAGES = 10_000;

  private static final int SOME_EPOCHS = 6;
  private static final int MASK_CHANGES = 50;

  @Spec private CommandSpec spec;

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
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new PruneCifar(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (dataset.isDrawn() && (data != null || full)) {
      throw new ParameterException(
          spec.commandLine(), "--data DIR and --full go with --dataset cifar10");
    }
    RunOptions.Plans plans;
    try {
      plans =
          new RunOptions.Plans(
              training.plan(model, epochs(), batch, model.learningRate()),
              pruning.plan(what, sparsity, model.pruning(what), MASK_CHANGES),
              augmentation.augmentation());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Optional<Integer> atMost =
        dataset.isDrawn() || full ? Optional.empty() : Optional.of(SOME_IMAGES);
    run.run(dataset, Optional.ofNullable(data), atMost, plans, latency.pairs());
    return 0;
  }

  private int epochs() {
    if (epochs != null) {
      return epochs;
    }
    return dataset.isDrawn() ? 4 : full ? model.epochs() : SOME_EPOCHS;
  }
}
