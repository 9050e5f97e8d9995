package io.github.dl4jpruning.examples.comparison;

import picocli.CommandLine.Option;

/** How to prune, on the command line of several programs. */
public final class PruningOptions {
  @Option(
      names = "--schedule",
      defaultValue = "cubic",
      paramLabel = "NAME",
      description =
          "How the sparsity rises: cubic, linear, exponential, cosine, or constant (all at once)."
              + " Default: cubic.")
  private PruningPlan.Rise schedule;

  @Option(
      names = "--allocation",
      paramLabel = "NAME",
      description =
          "How the sparsity is split: global (weights compete across layers), uniform (every layer"
              + " the same), peroutput (every neuron the same), erk, lamp, or sensitivity (by a scan"
              + " of a dense network, trained first). Default: global; of filters, uniform.")
  private PruningPlan.Split allocation;

  @Option(
      names = "--criterion",
      paramLabel = "NAME",
      description =
          "Which weights go first: magnitude, random, gradient, saliency, taylor, movement, obd or"
              + " wanda. Default: magnitude; of the resnet's filters, taylor.")
  private PruningPlan.Score criterion;

  @Option(
      names = "--method",
      defaultValue = "prune",
      paramLabel = "NAME",
      description =
          "prune: gradually, for good; snip: before training; set, rigl: sparse all along, weights"
              + " come back; surgery: pruned weights train on unseen; rewind: in rounds. All but"
              + " prune and surgery have a schedule of their own. Default: prune.")
  private Method method;

  /** The plan; see {@link PruningPlan} for the ranges. */
  public PruningPlan plan(
      PruningPlan.What what, double sparsity, PruningPlan.Usual usual, int changes) {
    PruningPlan.Split split =
        what == PruningPlan.What.FILTERS ? PruningPlan.Split.UNIFORM : PruningPlan.Split.GLOBAL;
    return new PruningPlan(
        what,
        sparsity,
        schedule,
        allocation == null ? split : allocation,
        criterion == null ? usual.criterion() : criterion,
        method,
        usual.begin(),
        usual.end(),
        changes);
  }
}
