package io.github.dl4jpruning.event;

import io.github.dl4jpruning.mask.MaskStore;
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
      long removed,
      long returned,
      Duration took) {
    this(kind, iteration, epoch, target, masks, removed, returned, took, List.of());
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
   * The sparsity reached, over all masked parameters.
   *
   * @return 0 to 1
   */
  public double sparsity() {
    return masks.sparsity();
  }

  /** For example {@code iteration 100: 1520 of 2660 weights pruned (57.14 %), 12.3 ms}. */
  @Override
  public String toString() {
    String state =
        String.format(
            Locale.ROOT,
            "%d of %d weights pruned (%.2f %%)",
            masks.length() - masks.kept(),
            masks.length(),
            100 * sparsity());
    if (kind == Kind.PRUNED && masks.length() > 0 && masks.kept() == masks.length()) {
      return String.format(
          Locale.ROOT,
          "iteration %d: the schedule begins, none of %d weights pruned yet, %.1f ms",
          iteration,
          masks.length(),
          took.toNanos() / 1e6);
    }
    return switch (kind) {
      case PRUNED ->
          String.format(
              Locale.ROOT, "iteration %d: %s, %.1f ms", iteration, state, took.toNanos() / 1e6);
      case HELD ->
          String.format(Locale.ROOT, "iteration %d: held by the guard at %s", iteration, state);
      case STOPPED ->
          String.format(Locale.ROOT, "iteration %d: stopped by the guard at %s", iteration, state);
    };
  }
}
