package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.examples.console.Backend;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Places;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.data.Augmentation;
import io.github.dl4jpruning.examples.data.Dataset;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a comparison learns from and where its results go, on the command line of two programs. */
public final class RunOptions {
  /** Share of the training images that is set aside for the looks on the way. */
  private static final int VALIDATION_SHARE = 10;

  private static final int LEAST_TRAIN_IMAGES = VALIDATION_SHARE;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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

  @Option(
      names = "--report-dir",
      paramLabel = "DIR",
      description =
          "Also write a page with charts there: report.html, and the same as Markdown, JSON, CSV"
              + " and SVG.")
  private Path reportDir;

  @Option(names = "--quiet", description = "Print nothing but the closing tables.")
  private boolean quiet;

  /** What to compare. */
  public record Plans(TrainingPlan training, PruningPlan pruning, Augmentation augmentation) {}

  /**
   * Tries where the results are to go, and loads the images.
   *
   * @param dataset what to learn from
   * @param folder of the data set; empty to look for it
   * @param atMost training images unless more are asked for; empty for all
   * @param plans what to compare
   * @param pairs how often networks are timed; 0 if nobody asks how fast they are
   * @return ready to train
   * @throws IOException if the results can't be written, or the data can't be read
   * @throws InterruptedException if the thread was interrupted during a download
   */
  Comparison start(
      Dataset dataset, Optional<Path> folder, Optional<Integer> atMost, Plans plans, int pairs)
      throws IOException, InterruptedException {
    if (quiet) {
      Commands.silenceLog();
    }
    Places.requireFile("--report", report);
    if (reportDir != null) {
      Places.requireFolder("--report-dir", reportDir);
    }
    TrainTest all = dataset.load(folder);
    ImageSet images = first("--train-images", trainImages, LEAST_TRAIN_IMAGES, all.train());
    if (trainImages == null && atMost.isPresent()) {
      images = images.first(Math.min(atMost.get(), images.count()));
    }
    ImageSet test = first("--test-images", testImages, 1, all.test());
    if (!quiet) {
      Screen.STANDARD.println(Backend.describe());
    }
    ImageSet.Split split = images.split(images.count() / VALIDATION_SHARE, plans.training().seed());
    return new Comparison(
        new Comparison.Setup(
            dataset.toString(),
            plans.training(),
            plans.pruning(),
            new ImageSet.Split(split.train().augmented(plans.augmentation()), split.validation()),
            evaluateOn,
            evaluateOn == EvaluateOn.TEST ? test : split.validation(),
            pairs),
        new Comparison.Output(report, Optional.ofNullable(reportDir), quiet));
  }

  private ImageSet first(String option, Integer count, int least, ImageSet images) {
    if (count != null && (count < least || count > images.count())) {
      throw new ParameterException(
          command.commandLine(),
          "%s must be %s to %s, got %s".formatted(option, least, images.count(), count));
    }
    return count == null ? images : images.first(count);
  }
}
