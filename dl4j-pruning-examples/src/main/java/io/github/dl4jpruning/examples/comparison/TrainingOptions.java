package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.examples.networks.Architecture;
import picocli.CommandLine.Option;

/** How to train, on the command line of several programs. */
public final class TrainingOptions {
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
          "Adam's at the start; it falls to 0 in a straight line. Default: 0.002 for lenet300, else"
              + " 0.003.")
  private Double learningRate;

  @Option(
      names = "--l2",
      paramLabel = "R",
      description =
          "Pulls weights towards 0, so that magnitude tells more about them. Default: 0.001 for"
              + " resnet, else 0.0001.")
  private Double l2;

  /** The plan; see {@link TrainingPlan} for the ranges. */
  public TrainingPlan plan(Architecture model, int epochs, int batch, double usualLearningRate) {
    return new TrainingPlan(
        model,
        epochs,
        batch,
        learningRate == null ? usualLearningRate : learningRate,
        l2 == null ? model.l2() : l2,
        seed);
  }
}
