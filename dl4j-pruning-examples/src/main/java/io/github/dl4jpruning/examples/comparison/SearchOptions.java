package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.examples.console.Backend;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Places;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.data.DigitOptions;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.reporting.PruningReport;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What ChooseSparsity does otherwise on request, and how it shows what it found. */
public final class SearchOptions {
  private static final int BATCH = 64;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "DIR",
      description = "Where trained networks and their scores go; made if it is not there.")
  private Path folder;

  @Option(
      names = "--loss",
      defaultValue = "0.002",
      paramLabel = "A",
      description =
          "Accuracy that may be lost, as a fraction; one standard error more is let pass. Default:"
              + " 0.002, 0.2 points.")
  private double loss;

  @Mixin private DigitOptions digits;

  @Option(names = "--epochs", defaultValue = "10", paramLabel = "N", description = "Default: 10.")
  private int epochs;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: 1.")
  private long seed;

  @Option(
      names = "--test",
      description = "Judge the chosen network on test images too: once, when all is decided.")
  private boolean judge;

  @Option(
      names = "--report-dir",
      paramLabel = "DIR",
      description =
          "Also write a page with the curve and the chosen network there, report.html, and the"
              + " same as Markdown, JSON, CSV and SVG.")
  private Path reportDir;

  /**
   * Tries the folders, and loads the digits.
   *
   * @return the digits
   * @throws IOException if nothing can be written to a folder, or the data can't be read
   * @throws InterruptedException if the thread was interrupted during a download
   */
  public TrainTest start() throws IOException, InterruptedException {
    if (epochs < 1 || !(loss >= 0)) {
      throw new ParameterException(
          command.commandLine(),
          "--epochs must be at least 1 and --loss at least 0, got %s and %s"
              .formatted(epochs, loss));
    }
    Screen.STANDARD.println(Backend.describe());
    Commands.silenceLog();
    Places.requireFolder("--folder", folder);
    if (reportDir != null) {
      Places.requireFolder("--report-dir", reportDir);
    }
    return digits.load();
  }

  /**
   * How a network is trained.
   *
   * @param model which network
   * @return its plan
   */
  public TrainingPlan plan(LeNet model) {
    return new TrainingPlan(model, epochs, BATCH, model.learningRate(), model.l2(), seed);
  }

  /**
   * All that decides a point of the search besides its sparsity.
   *
   * @param train to learn from
   * @param plan of each training
   * @return in words
   */
  public String settings(ImageSet train, TrainingPlan plan) {
    return "%s trained on %s of %s: %s epochs, batch %s, learning rate %s, L2 %s, seed %s"
        .formatted(
            plan.model().title(),
            train.count(),
            digits,
            plan.epochs(),
            plan.batch(),
            plan.learningRate(),
            plan.l2(),
            plan.seed());
  }

  /**
   * Where networks go.
   *
   * @return it is there after {@link #start()}
   */
  public Path folder() {
    return folder;
  }

  /**
   * Accuracy that may be lost.
   *
   * @return a fraction, at least 0
   */
  public double loss() {
    return loss;
  }

  /**
   * Decides weights, order of the images and validation images.
   *
   * @return any number
   */
  public long seed() {
    return seed;
  }

  /**
   * Whether the chosen network is judged by test images.
   *
   * @return true if asked for
   */
  public boolean isJudged() {
    return judge;
  }

  /**
   * Prints the curve and the choice.
   *
   * @param found what the search found
   */
  public void print(TradeOff found) {
    Screen.STANDARD.println(SearchTable.of(found));
    found
        .chosen()
        .ifPresentOrElse(
            point -> Screen.say("Chosen: %s", point.sparsity()),
            () -> Screen.say("Nothing that was tried is within the loss"));
  }

  /**
   * Writes the page if one is asked for: of the chosen network; of the dense one if there is none.
   *
   * @param found what the search found
   * @param plan of each training
   * @throws IOException if it can't be written
   */
  public void page(TradeOff found, TrainingPlan plan) throws IOException {
    if (reportDir == null) {
      return;
    }
    Model network = found.chosen().orElse(found.dense()).network(folder);
    PruningReport.of(network, WeightInspection.masksFromZeros(PrunableModel.of(network)))
        .titled("How much can go from %s, %s".formatted(plan.model().title(), digits))
        .fact("loss allowed", "%s points of accuracy".formatted(100 * loss))
        .fact("epochs", epochs)
        .fact("seed", seed)
        .before(found.dense().network(folder))
        .with(found)
        .writeTo(reportDir);
    Screen.say("To be looked at: %s", reportDir.resolve("report.html"));
  }
}
