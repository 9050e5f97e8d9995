package io.github.dl4jpruning.benchmarks.tables;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dl4jpruning.examples.comparison.Cost;
import io.github.dl4jpruning.examples.comparison.EvaluateOn;
import io.github.dl4jpruning.examples.comparison.PruningPlan;
import io.github.dl4jpruning.examples.comparison.TrainedNetwork;
import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.console.ProgressView;
import io.github.dl4jpruning.examples.console.Versions;
import io.github.dl4jpruning.examples.data.Augmentation;
import java.util.Locale;
import java.util.Optional;

/**
 * One line's share of a table: one network, trained once, dense or pruned.
 *
 * @param settings what was run
 * @param error fraction of the test (or validation) images that the network gets wrong, 0 to 1
 * @param trainError the same of the training images
 * @param weights how many weights the masks cover; for a dense network the same as parameters
 * @param kept how many of them are kept
 * @param seconds of training, without evaluation
 * @param versions of everything that took part
 * @param cost null if it was not measured
 */
record TableRun(
    Settings settings,
    double error,
    double trainError,
    long weights,
    long kept,
    double seconds,
    Versions versions,
    @JsonInclude(JsonInclude.Include.NON_NULL) Cost cost) {

  static TableRun of(
      Settings settings,
      TrainedNetwork trained,
      double error,
      double trainError,
      Optional<Cost> cost) {
    boolean unmasked = trained.masks().isEmpty();
    return new TableRun(
        settings,
        error,
        trainError,
        unmasked ? trained.network().numParams() : trained.masks().length(),
        unmasked ? trained.network().numParams() : trained.masks().kept(),
        trained.took().toNanos() / 1e9,
        Versions.current(),
        cost.orElse(null));
  }

  /**
   * What is done.
   *
   * @param training the plan shared by dense and pruned
   * @param pruning null for dense
   * @param fromScratch whether the network has the size that pruning leaves from the start, and is
   *     not pruned
   * @param augmentation what is done to training images
   */
  record Treatment(
      TrainingPlan training, PruningPlan pruning, boolean fromScratch, Augmentation augmentation) {
    TrainedNetwork train(Trainer trainer, ProgressView view) {
      if (pruning == null) {
        return trainer.dense(view);
      }
      return fromScratch ? trainer.fromScratch(pruning, view) : trainer.pruned(pruning, view);
    }
  }

  /**
   * Everything that decides the result.
   *
   * @param training the plan shared by dense and pruned
   * @param pruning null for dense
   * @param evaluateOn which images the error is of
   * @param trainImages how many images were learnt from
   * @param fromScratch as in {@link Treatment}; false in files that do not tell
   * @param augmentation as in {@link Treatment}; null means none, as in files that do not tell
   */
  record Settings(
      TrainingPlan training,
      PruningPlan pruning,
      EvaluateOn evaluateOn,
      int trainImages,
      boolean fromScratch,
      Augmentation augmentation) {
    Settings {
      augmentation = augmentation == null ? Augmentation.NONE : augmentation;
    }

    static Settings of(Treatment treatment, EvaluateOn evaluateOn, int trainImages) {
      return new Settings(
          treatment.training(),
          treatment.pruning(),
          evaluateOn,
          trainImages,
          treatment.fromScratch(),
          treatment.augmentation());
    }

    boolean isDense() {
      return pruning == null;
    }

    /** Whether the other one is the dense network that this one is compared with. */
    boolean isPairedWith(Settings other) {
      return other.isDense()
          && other.training.equals(training)
          && other.evaluateOn == evaluateOn
          && other.trainImages == trainImages
          && other.augmentation.equals(augmentation);
    }

    /** The sparsity wanted; 0 for dense. */
    double sparsity() {
      return isDense() ? 0 : pruning.sparsity();
    }

    /** What was done, for example {@code rigl erk magnitude}; empty for dense. */
    String way() {
      if (isDense()) {
        return "";
      }
      if (fromScratch) {
        return "from scratch";
      }
      Object first = pruning.what() == PruningPlan.What.FILTERS ? pruning.what() : pruning.method();
      return first + " " + pruning.allocation() + " " + pruning.criterion();
    }

    /** For example {@code lenet300-0.98-prune-global-magnitude-seed1-test.json}. */
    String fileName() {
      return String.format(
          Locale.ROOT,
          "%s-%s-seed%d-%s.json",
          training.model(),
          isDense() ? "dense" : sparsity() + "-" + way().replace(' ', '-'),
          training.seed(),
          evaluateOn);
    }
  }
}
