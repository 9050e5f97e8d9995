package io.github.dl4jpruning.event;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.mask.PrunedUnits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What happened when masks were due.
 *
 * @param kind whether they changed
 * @param iteration training steps before this one, counted from the first with this listener
 * @param epoch epochs before this one, counted likewise; 0 where DL4J announces no epochs
 * @param target the sparsity wanted now, over all pruned parameters, 0 (included) to 1 (excluded),
 *     in units; empty for a threshold
 * @param masks what holds from now on
 * @param reached how much of the targeted units these masks prune
 * @param removed weights removed by this change
 * @param returned weights that came back by this change
 * @param took scoring, choosing and building the masks
 * @param warnings what these masks do to the network that people should hear of: a network that is
 *     severed, a layer that is down to one weight or one output
 */
public record PruningEvent(
    Kind kind,
    long iteration,
    long epoch,
    OptionalDouble target,
    MaskStore masks,
    PrunedUnits reached,
    long removed,
    long returned,
    Duration took,
    List<String> warnings) {
  /** Copies the list. */
  public PruningEvent {
    warnings = List.copyOf(warnings);
  }

  /** An event without warnings. */
  public PruningEvent(
      Kind kind,
      long iteration,
      long epoch,
      OptionalDouble target,
      MaskStore masks,
      PrunedUnits reached,
      long removed,
      long returned,
      Duration took) {
    this(kind, iteration, epoch, target, masks, reached, removed, returned, took, List.of());
  }

  /** What was done. */
  public enum Kind {
    /** Masks were computed anew. */
    PRUNED,
    /** The guard put the change off; masks are as before. */
    HELD,
    /** The guard ended pruning for good; masks are as before. */
    STOPPED
  }

  /**
   * The sparsity reached.
   *
   * @return 0 to 1, as the recipe's amounts measure it; that of the weights is the masks'
   */
  public double sparsity() {
    return reached.sparsity();
  }

  /** For example {@code iteration 100: 1520 of 2660 weights pruned (57.14 %), 12.3 ms}. */
  @Override
  public String toString() {
    String what =
        switch (kind) {
          case PRUNED ->
              String.format(Locale.ROOT, "%s, %.1f ms", nowPruned(), took.toNanos() / 1e6);
          case HELD -> "held by the guard at " + reached;
          case STOPPED -> "stopped by the guard at " + reached;
        };
    return "iteration %s: %s".formatted(iteration, what);
  }

  private String nowPruned() {
    return reached.total() > 0 && reached.pruned() == 0
        ? "the schedule begins, none of %s %s pruned yet".formatted(reached.total(), reached.name())
        : reached.toString();
  }
}
