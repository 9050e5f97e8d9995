package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.examples.data.DrawnDigits;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.MnistSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import java.io.IOException;
import java.nio.file.Path;
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
  /** Share of the training images that is set aside for the looks on the way. */
  private static final int VALIDATION_SHARE = 10;

  private static final int LEAST_TRAIN_IMAGES = VALIDATION_SHARE;

  private static final int MASK_CHANGES = 50;
  private static final double DRAWN_LEARNING_RATE = 0.002;
  private static final double PRUNING_BEGINS = 0.25;
  private static final double PRUNING_ENDS = 0.6;

  @Spec private CommandSpec spec;

  @Option(
      names = "--dataset",
      defaultValue = "drawn",
      paramLabel = "NAME",
      description =
          "drawn: digits that this program draws; mnist: handwritten ones. Default: drawn.")
  private Dataset dataset;

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

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of weights, order of images and validation images. Default: 1.")
  private long seed;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description =
          "Adam's at the start; it falls to 0 in a straight line. Default:"
              + " 0.003 for lenet5 on mnist, else 0.002.")
  private Double learningRate;

  @Option(
      names = "--l2",
      defaultValue = "0.0001",
      paramLabel = "R",
      description =
          "Pulls weights towards 0, so that magnitude tells more about them. Default: 0.0001.")
  private double l2;

  @Mixin private PruningOptions options;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      description =
          "Use only the first N training images, at least 10; a tenth of them is set aside for"
              + " validation.")
  private Integer trainImages;

  @Option(
      names = "--test-images",
      paramLabel = "N",
      description = "Use only the first N test images, at least 1.")
  private Integer testImages;

  @Option(
      names = "--evaluate-on",
      defaultValue = "test",
      paramLabel = "NAME",
      description =
          "What judges the finished networks: test, or validation to choose settings by. Default:"
              + " test.")
  private EvaluateOn evaluateOn;

  @Option(
      names = "--report",
      defaultValue = "report.json",
      paramLabel = "FILE",
      description = "Where the results go as JSON. Default: report.json.")
  private Path report;

  @Option(names = "--quiet", description = "Print nothing but the closing tables.")
  private boolean quiet;

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
    require(dataset == Dataset.MNIST || data == null, "--data DIR goes with --dataset mnist");
    TrainingPlan training;
    PruningPlan pruning;
    try {
      training = new TrainingPlan(model, epochs(), batch(), learningRate(), l2, seed);
      pruning = options.plan(sparsity, PRUNING_BEGINS, PRUNING_ENDS, MASK_CHANGES);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (quiet) {
      Commands.silenceLog();
    }
    TrainTest all = load();
    ImageSet images = first("--train-images", trainImages, LEAST_TRAIN_IMAGES, all.train());
    ImageSet test = first("--test-images", testImages, 1, all.test());
    ImageSet.Split split = images.split(images.count() / VALIDATION_SHARE, seed);
    ImageSet judge = evaluateOn == EvaluateOn.TEST ? test : split.validation();

    Report result =
        new Comparison(training, pruning, split, evaluateOn, judge)
            .run(
                dataset.toString(),
                quiet ? (title, steps) -> ProgressView.none() : ProgressView::standard);
    Json.write(report, result);
    Screen.STANDARD.println(ResultTable.of(result));
    if (!quiet) {
      Screen.STANDARD.println("%nEverything is in %s".formatted(report));
    }
    return 0;
  }

  private int epochs() {
    if (epochs != null) {
      return epochs;
    }
    boolean lenet5 = model == LeNet.LENET5;
    return dataset == Dataset.MNIST ? (lenet5 ? 5 : 25) : (lenet5 ? 2 : 10);
  }

  private int batch() {
    return batch != null ? batch : dataset == Dataset.MNIST ? 64 : 32;
  }

  private double learningRate() {
    if (learningRate != null) {
      return learningRate;
    }
    return dataset == Dataset.MNIST ? model.learningRate() : DRAWN_LEARNING_RATE;
  }

  private TrainTest load() throws IOException, InterruptedException {
    if (dataset == Dataset.DRAWN) {
      return new TrainTest(DrawnDigits.train(), DrawnDigits.test());
    }
    MnistSource source = MnistSource.standard();
    return data == null ? source.load() : source.load(data);
  }

  private ImageSet first(String option, Integer count, int least, ImageSet images) {
    require(
        count == null || (count >= least && count <= images.count()),
        "%s must be %d to %d, got %s".formatted(option, least, images.count(), count));
    return count == null ? images : images.first(count);
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
