package io.github.dl4jpruning.examples;

import java.util.Locale;

/**
 * One line's share of the MNIST table: one network, trained once, dense or pruned.
 *
 * @param settings what was run
 * @param error fraction of the test (or validation) images that the network gets wrong, 0 to 1
 * @param trainError the same of the training images
 * @param weights how many weights the masks cover; for a dense network the same as parameters
 * @param kept how many of them are kept
 * @param seconds of training, without evaluation
 * @param versions of everything that took part
 */
record TableRun(
    Settings settings,
    double error,
    double trainError,
    long weights,
    long kept,
    double seconds,
    Versions versions) {

  /**
   * Everything that decides the result.
   *
   * @param training the plan shared by dense and pruned
   * @param pruning null for dense
   * @param evaluateOn which images the error is of
   * @param trainImages how many images were learnt from
   */
  record Settings(
      TrainingPlan training, PruningPlan pruning, EvaluateOn evaluateOn, int trainImages) {

    boolean isDense() {
      return pruning == null;
    }

    /** The sparsity wanted; 0 for dense. */
    double sparsity() {
      return isDense() ? 0 : pruning.sparsity();
    }

    /** What was done, for example {@code rigl erk magnitude}; empty for dense. */
    String way() {
      return isDense()
          ? ""
          : pruning.method() + " " + pruning.allocation() + " " + pruning.criterion();
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
