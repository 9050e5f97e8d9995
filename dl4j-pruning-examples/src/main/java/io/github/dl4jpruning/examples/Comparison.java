package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.examples.data.ImageSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Trains one network twice, dense and pruned, with everything else the same, and reports on both.
 *
 * @param training the plan shared by both
 * @param pruning what the second one does besides
 * @param images to learn from, and to look at on the way
 * @param evaluateOn where {@code judge} comes from
 * @param judge images for the closing accuracies
 */
record Comparison(
    TrainingPlan training,
    PruningPlan pruning,
    ImageSet.Split images,
    EvaluateOn evaluateOn,
    ImageSet judge) {
  private static final int LOOKS = 10;

  /** Each look on the way sees at most so many images; more would cost more than they tell. */
  private static final int LOOK_IMAGES = 500;

  /** Shows one training. */
  @FunctionalInterface
  interface Views {
    /**
     * Begins to show a training.
     *
     * @param title for people
     * @param iterations training steps in all
     */
    ProgressView begin(String title, long iterations);
  }

  /**
   * Trains both.
   *
   * @param dataset its name on the command line
   * @param views what shows each training
   */
  Report run(String dataset, Views views) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ImageSet train = images.train();
    Trainer trainer =
        new Trainer(training, train, Optional.of(atMost(LOOK_IMAGES, images.validation())), LOOKS);
    TrainedNetwork dense;
    try (ProgressView view = views.begin("dense", trainer.iterations())) {
      dense = trainer.dense(view);
    }
    TrainedNetwork pruned;
    try (ProgressView view = views.begin("pruned", trainer.iterations())) {
      pruned = trainer.pruned(pruning, view);
    }
    ImageSet seen = atMost(judge.count(), train);
    return new Report(
        startedAt,
        new Report.Settings(dataset, evaluateOn, training, pruning),
        new Report.Data(
            train.name(),
            train.description(),
            judge.description(),
            train.count(),
            images.validation().count(),
            judge.count(),
            seen.count()),
        trainer.iterations(),
        result(dense, seen),
        result(pruned, seen),
        Report.parameters(pruned),
        Report.Totals.of(pruned.masks(), pruned.network().numParams()),
        pruned.events().stream().map(Report.Change::of).toList(),
        Versions.current());
  }

  private Report.Result result(TrainedNetwork trained, ImageSet seen) {
    return Report.Result.of(
        trained,
        Trainer.accuracy(trained.network(), judge),
        Trainer.accuracy(trained.network(), seen));
  }

  private static ImageSet atMost(int count, ImageSet images) {
    return images.first(Math.min(count, images.count()));
  }
}
