package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.examples.data.ImageSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * Trains one network twice, dense and pruned, with everything else the same, and reports on both;
 * where filters are pruned, also a small network from scratch.
 *
 * @param training the plan shared by both
 * @param pruning what the second one does besides
 * @param images to learn from, and to look at on the way
 * @param evaluateOn where {@code judge} comes from
 * @param judge images for the closing accuracies
 * @param pairs how often networks are timed; 0 if nobody asks what they cost
 */
record Comparison(
    TrainingPlan training,
    PruningPlan pruning,
    ImageSet.Split images,
    EvaluateOn evaluateOn,
    ImageSet judge,
    int pairs) {
  private static final int LOOKS = 10;

  /** Each look on the way sees at most so many images; more would cost more than they tell. */
  private static final int LOOK_IMAGES = 500;

  /**
   * What came out.
   *
   * @param report all figures
   * @param trained the networks: dense, pruned and, where filters are pruned, from scratch
   * @param seen images that were learnt from, as many as judge
   */
  record Outcome(Report report, List<TrainedNetwork> trained, ImageSet seen) {}

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
   * Trains them.
   *
   * @param dataset its name on the command line
   * @param views what shows each training
   */
  Outcome run(String dataset, Views views) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ImageSet train = images.train();
    Trainer trainer =
        new Trainer(training, train, Optional.of(atMost(LOOK_IMAGES, images.validation())), LOOKS);
    List<TrainedNetwork> trained = new ArrayList<>();
    try (ProgressView view = views.begin("dense", trainer.iterations())) {
      trained.add(trainer.dense(view));
    }
    try (ProgressView view = views.begin("pruned", trainer.iterations())) {
      trained.add(trainer.pruned(pruning, view));
    }
    if (pruning.what() == PruningPlan.What.FILTERS) {
      try (ProgressView view = views.begin("from scratch", trainer.iterations())) {
        trained.add(trainer.fromScratch(pruning, view));
      }
    }
    ImageSet seen = atMost(judge.count(), train);
    List<Report.Result> results = results(trained, seen);
    TrainedNetwork dense = trained.get(0);
    TrainedNetwork pruned = trained.get(1);
    Report report =
        new Report(
            startedAt,
            new Report.Settings(dataset, evaluateOn, training, pruning, train.augmentation()),
            new Report.Data(
                train.name(),
                train.description(),
                judge.description(),
                train.count(),
                images.validation().count(),
                judge.count(),
                seen.count()),
            trainer.iterations(),
            results.get(0),
            results.get(1),
            results.size() > 2 ? results.get(2) : null,
            Report.parameters(dense.network(), pruned.masks()),
            Report.Totals.of(pruned.masks(), dense.network().numParams()),
            pruned.events().stream().map(Report.Change::of).toList(),
            Versions.current());
    return new Outcome(report, trained, seen);
  }

  private List<Report.Result> results(List<TrainedNetwork> trained, ImageSet seen) {
    List<Model> networks = trained.stream().map(TrainedNetwork::network).toList();
    List<Cost> costs =
        pairs > 0
            ? Cost.measure(
                judge.shape().values(),
                pairs,
                networks.get(0),
                networks.subList(1, networks.size()))
            : List.of();
    List<Report.Result> results = new ArrayList<>();
    for (TrainedNetwork one : trained) {
      results.add(
          Report.Result.of(
              one,
              Trainer.accuracy(one.network(), judge),
              Trainer.accuracy(one.network(), seen),
              pairs > 0 ? costs.get(results.size()) : null));
    }
    return results;
  }

  private static ImageSet atMost(int count, ImageSet images) {
    return images.first(Math.min(count, images.count()));
  }
}
