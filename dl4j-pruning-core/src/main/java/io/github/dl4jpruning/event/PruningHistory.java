package io.github.dl4jpruning.event;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a listener has done to its network so far, without the masks themselves: some hundred bytes
 * for each mask change.
 *
 * @param changes each time that masks were due, in order
 * @param before the weights of each pruned parameter just before the first mask change, by
 *     parameter key, in the network's order; empty before that, and where the run began with pruned
 *     weights
 */
public record PruningHistory(List<Change> changes, Map<String, WeightHistogram> before) {
  /**
   * One time that masks were due.
   *
   * @param kind whether they changed
   * @param iteration training steps before this one, counted as in {@link PruningEvent}
   * @param epoch epochs before this one, counted likewise
   * @param target the sparsity wanted now, in units, 0 (included) to 1 (excluded); empty for a
   *     threshold
   * @param reached the fraction of the targeted units that is pruned from now on, 0 to 1
   * @param sparsity the fraction of the masked weights that is pruned from now on, 0 to 1; differs
   *     from {@code reached} where units are not single weights
   * @param removed weights removed by this change
   * @param returned weights that came back by this change
   * @param took scoring, choosing and building the masks
   * @param loss of this step's minibatch, penalties included, before the change; NaN if training
   *     has diverged
   */
  public record Change(
      PruningEvent.Kind kind,
      long iteration,
      long epoch,
      OptionalDouble target,
      double reached,
      double sparsity,
      long removed,
      long returned,
      Duration took,
      double loss) {
    /**
     * Takes down an event.
     *
     * @param event what happened
     * @param loss of the step's minibatch
     * @return all of it but the masks
     */
    public static Change of(PruningEvent event, double loss) {
      return new Change(
          event.kind(),
          event.iteration(),
          event.epoch(),
          event.target(),
          event.sparsity(),
          event.masks().sparsity(),
          event.removed(),
          event.returned(),
          event.took(),
          loss);
    }
  }

  /** Copies list and map. */
  public PruningHistory {
    changes = List.copyOf(changes);
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
  }

  /**
   * Nothing has happened yet.
   *
   * @return without changes
   */
  public static PruningHistory empty() {
    return new PruningHistory(List.of(), Map.of());
  }
}
