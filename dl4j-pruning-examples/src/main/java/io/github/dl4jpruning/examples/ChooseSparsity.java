package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.analysis.SparsitySearch;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.reporting.PruningReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import org.deeplearning4j.nn.api.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How much can go? Finds the largest sparsity of LeNet-300-100 that costs no more accuracy than
 * allowed, on validation images; stopped, it goes on where it was.
 */
@Command(
    name = "choose-sparsity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Finds the largest sparsity that costs no more accuracy than allowed.")
public final class ChooseSparsity implements Callable<Integer> {
  private static final int VALIDATION_SHARE = 6;
  private static final int BATCH = 250;

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
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new ChooseSparsity(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Screen.STANDARD.println(Backend.describe());
    Commands.silenceLog();
    TrainTest all = digits.load();
    ImageSet.Split images = all.train().split(all.train().count() / VALIDATION_SHARE, seed);
    TrainingPlan plan =
        new TrainingPlan(
            LeNet.LENET300, epochs, 64, LeNet.LENET300.learningRate(), LeNet.LENET300.l2(), seed);
    Trainer trainer = new Trainer(plan, images.train(), Optional.empty(), 0);
    DoubleFunction<Model> train =
        sparsity ->
            sparsity == 0
                ? trainer.dense(now -> {}).network()
                : trainer.pruned(pruning(sparsity), now -> {}).network();

    TradeOff found =
        SparsitySearch.of(
                folder, "%s of %s, %s".formatted(images.train().count(), digits, plan), loss)
            .onPoint(
                point ->
                    Screen.STANDARD.println(
                        String.format(
                            Locale.ROOT,
                            "Tried %.2f: %.4f of the validation images right",
                            point.sparsity(),
                            point.score())))
            .run(train, Score.accuracy(Samples.of(images.validation().sequential(BATCH))));

    Screen.STANDARD.println(found.table().markdown());
    Screen.STANDARD.println(
        found
            .chosen()
            .map(point -> "Chosen: " + point.sparsity())
            .orElse("Nothing that was tried is within the loss"));
    if (judge && found.chosen().isPresent()) {
      Score test = Score.accuracy(Samples.of(all.test().sequential(BATCH)));
      Screen.STANDARD.println(
          String.format(
              Locale.ROOT,
              "On test images: dense %.4f, chosen %.4f",
              test.of(found.dense().network(folder)),
              test.of(found.chosen().get().network(folder))));
    }
    if (reportDir != null) {
      page(found, plan).writeTo(reportDir);
    }
    return 0;
  }

  /** Of the chosen network; of the dense one if there is none. */
  private PruningReport page(TradeOff found, TrainingPlan plan) throws IOException {
    Model network = found.chosen().orElse(found.dense()).network(folder);
    return PruningReport.of(network, WeightInspection.masksFromZeros(PrunableModel.of(network)))
        .titled("How much can go from %s, %s".formatted(plan.model().title(), digits))
        .fact("loss allowed", loss)
        .fact("epochs", epochs)
        .fact("seed", seed)
        .before(found.dense().network(folder))
        .with(found);
  }

  /** Global magnitude, cubic, from a tenth to three fifths of the training. */
  private static PruningPlan pruning(double sparsity) {
    return new PruningPlan(
        PruningPlan.What.WEIGHTS,
        sparsity,
        PruningPlan.Rise.CUBIC,
        PruningPlan.Split.GLOBAL,
        PruningPlan.Score.MAGNITUDE,
        Method.PRUNE,
        0.1,
        0.6,
        50);
  }
}
