package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.examples.data.Augmentation;
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
final class RunOptions {
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
  record Plans(TrainingPlan training, PruningPlan pruning, Augmentation augmentation) {}

  /**
   * Loads the images, trains, writes the report and prints the tables.
   *
   * @param folder of the data set; empty to look for it
   * @param atMost training images unless more are asked for; empty for all
   * @param pairs how often networks are timed; 0 if nobody asks what they cost
   */
  void run(Dataset dataset, Optional<Path> folder, Optional<Integer> atMost, Plans plans, int pairs)
      throws IOException, InterruptedException {
    if (quiet) {
      Commands.silenceLog();
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
    ImageSet judge = evaluateOn == EvaluateOn.TEST ? test : split.validation();
    Comparison.Outcome outcome =
        new Comparison(
                plans.training(),
                plans.pruning(),
                new ImageSet.Split(
                    split.train().augmented(plans.augmentation()), split.validation()),
                evaluateOn,
                judge,
                pairs)
            .run(
                dataset.toString(),
                quiet ? (title, steps) -> ProgressView.none() : ProgressView::standard);
    Json.write(report, outcome.report());
    if (reportDir != null) {
      RunPage.of(outcome, judge).writeTo(reportDir);
    }
    Screen.STANDARD.println(ResultTable.of(outcome.report()));
    if (!quiet) {
      Screen.STANDARD.println("%nEverything is in %s".formatted(report));
      if (reportDir != null) {
        Screen.STANDARD.println("To be looked at: %s".formatted(reportDir.resolve("report.html")));
      }
    }
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
