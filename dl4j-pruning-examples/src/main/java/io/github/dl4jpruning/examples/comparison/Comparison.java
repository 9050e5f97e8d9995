package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.console.Json;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.console.TerminalWidth;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.examples.console.Versions;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * What networks that are trained alike have in common, and the report on them: data, length of the
 * training, learning rates, seed.
 */
public final class Comparison {
  private static final int LOOKS = 10;

  /** Each look on the way sees at most so many images; more would cost more than they tell. */
  private static final int LOOK_IMAGES = 250;

  /**
   * What is compared.
   *
   * @param dataset its name on the command line
   * @param training the plan shared by all networks
   * @param pruning what is done to the second one besides
   * @param images to learn from, and to look at on the way
   * @param evaluateOn where {@code judge} comes from
   * @param judge images for the closing accuracies
   * @param pairs how often networks are timed; 0 if nobody asks how fast they are
   */
  record Setup(
      String dataset,
      TrainingPlan training,
      PruningPlan pruning,
      ImageSet.Split images,
      EvaluateOn evaluateOn,
      ImageSet judge,
      int pairs) {}

  /**
   * Where the results go.
   *
   * @param report the file of all figures
   * @param page folder of the page, if one is wanted
   * @param quiet whether nothing but the tables is printed
   */
  record Output(Path report, Optional<Path> page, boolean quiet) {}

  private final Setup setup;
  private final Output output;
  private final String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();

  Comparison(Setup setup, Output output) {
    this.setup = setup;
    this.output = output;
  }

  /**
   * The images to learn from.
   *
   * @return minibatches, in an order that depends on seed and epoch only
   */
  public DataSetIterator images() {
    return setup.images().train().iterator(setup.training().batch(), seed());
  }

  /**
   * Passes over the images.
   *
   * @return at least 1
   */
  public int epochs() {
    return setup.training().epochs();
  }

  /**
   * Training steps of each network.
   *
   * @return at least 1
   */
  public long steps() {
    return setup.training().iterations(setup.images().train().count());
  }

  /**
   * Decides weights and order of the images.
   *
   * @return any number
   */
  public long seed() {
    return setup.training().seed();
  }

  /**
   * Adam's, step by step: it falls to 0.
   *
   * @return starts anew for each round of {@code --method rewind}
   */
  public ISchedule learningRates() {
    return setup
        .training()
        .learningRates(
            setup.images().train().count(), setup.pruning().method().learningRateCycles());
  }

  /**
   * The same without rounds.
   *
   * @return for a network that is not pruned
   */
  public ISchedule denseLearningRates() {
    return setup.training().learningRates(setup.images().train().count(), 1);
  }

  /**
   * L2 regularisation.
   *
   * @return weight of half the sum of squared weights in the loss
   */
  public double l2() {
    return setup.training().l2();
  }

  /**
   * Does to a recipe what the command line asks for instead.
   *
   * @param recipe the example's own, complete
   * @return without options, the same recipe
   */
  public PruningRecipe withOptions(RecipeBuilder recipe) {
    PruningRecipe adapted = setup.pruning().adapt(recipe, steps(), seed());
    return setup.pruning().allocation() == PruningPlan.Split.SENSITIVITY
        ? SensitivityScan.recipe(
            adapted, setup.pruning().sparsity(), setup.training(), setup.images().train())
        : adapted;
  }

  /**
   * Removes the same pieces in one step, to see what size they leave.
   *
   * @return a recipe to prune with before training
   */
  public PruningRecipe atOnce() {
    return setup.pruning().atOnce();
  }

  /**
   * Whether masks are made before training and only kept meanwhile.
   *
   * @return true for {@code --method snip}
   */
  public boolean isPrunedBeforeTraining() {
    return setup.pruning().method().isBeforeTraining();
  }

  /**
   * Minibatches to prune by before training.
   *
   * @return at most 20
   */
  public Samples firstBatches() {
    return Samples.of(setup.training().firstBatches(setup.images().train(), Method.SNIP_BATCHES));
  }

  /**
   * Shows a training, and looks at validation images on the way.
   *
   * @param title of it
   * @return a listener
   */
  public TrainingWatch watch(String title) {
    ImageSet validation = atMost(LOOK_IMAGES, setup.images().validation());
    TrainingWatch watch = TrainingWatch.of(title, steps()).looking(LOOKS, validation::accuracy);
    return output.quiet() ? watch.unseen() : watch;
  }

  /**
   * Shows a training with pruning.
   *
   * @param title of it
   * @param pruner listens before it
   * @return a listener
   */
  public TrainingWatch watch(String title, PruningListener pruner) {
    return watch(title).sparsity(() -> pruner.masks().sparsity());
  }

  /**
   * Judges the networks, writes the report and prints the tables.
   *
   * @param trained the dense network, the pruned one and, where filters are pruned, one from
   *     scratch
   * @throws IOException if a result can't be written
   */
  public void report(TrainedNetwork... trained) throws IOException {
    List<TrainedNetwork> networks = List.of(trained);
    networks.forEach(one -> one.network().setListeners(List.of()));
    ImageSet seen = atMost(setup.judge().count(), setup.images().train());
    Report report = reportOn(networks, seen);
    Json.write(output.report(), report);
    if (output.page().isPresent()) {
      RunPage.of(report, networks, seen, setup.judge()).writeTo(output.page().get());
    }
    Screen.STANDARD.println(ResultTable.of(report, TerminalWidth.columns()));
    if (!output.quiet()) {
      Screen.say("%nEverything is in %s", output.report());
      output
          .page()
          .ifPresent(folder -> Screen.say("To be looked at: %s", folder.resolve("report.html")));
    }
  }

  private Report reportOn(List<TrainedNetwork> networks, ImageSet seen) {
    ImageSet train = setup.images().train();
    TrainedNetwork dense = networks.get(0);
    TrainedNetwork pruned = networks.get(1);
    List<Report.Result> results = results(networks, seen);
    return new Report(
        startedAt,
        new Report.Settings(
            setup.dataset(),
            setup.evaluateOn(),
            setup.training(),
            setup.pruning(),
            train.augmentation()),
        new Report.Data(
            train.name(),
            train.description(),
            setup.judge().description(),
            train.count(),
            setup.images().validation().count(),
            setup.judge().count(),
            seen.count()),
        steps(),
        results.get(0),
        results.get(1),
        results.size() > 2 ? results.get(2) : null,
        Report.parameters(dense.network(), pruned.masks()),
        Report.Totals.of(pruned.masks(), dense.network().numParams()),
        pruned.changes().stream().map(Report.Change::of).toList(),
        Versions.current());
  }

  private List<Report.Result> results(List<TrainedNetwork> trained, ImageSet seen) {
    List<Model> networks = trained.stream().map(TrainedNetwork::network).toList();
    List<Cost> costs =
        setup.pairs() > 0
            ? Cost.measure(
                setup.judge().shape().values(),
                setup.pairs(),
                networks.get(0),
                networks.subList(1, networks.size()))
            : List.of();
    List<Report.Result> results = new ArrayList<>();
    for (TrainedNetwork one : trained) {
      results.add(
          Report.Result.of(
              one,
              setup.judge().accuracy(one.network()),
              seen.accuracy(one.network()),
              setup.pairs() > 0 ? costs.get(results.size()) : null));
    }
    return results;
  }

  private static ImageSet atMost(int count, ImageSet images) {
    return images.first(Math.min(count, images.count()));
  }
}
