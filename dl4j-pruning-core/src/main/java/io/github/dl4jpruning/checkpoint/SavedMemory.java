package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.model.SavedArray;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run of pruning remembers from step to step besides its masks. Arrays and ranks are in
 * terms of the network that pruning began with.
 *
 * @param clock where training stands on the recipe's cadence; empty without a recipe
 * @param removals ranks of removed units by parameter key; empty where nothing comes back in order
 * @param arrays gathered signals, hidden weights and the rewind point, by name
 * @param guardBest the best score that a guard has seen
 * @param guardLatest the score that it will judge next
 */
public record SavedMemory(
    Optional<Clock> clock,
    Map<String, int[]> removals,
    Map<String, SavedArray> arrays,
    OptionalDouble guardBest,
    OptionalDouble guardLatest) {
  /** Nothing. */
  public static final SavedMemory NONE =
      new SavedMemory(
          Optional.empty(), Map.of(), Map.of(), OptionalDouble.empty(), OptionalDouble.empty());

  /** Copies the maps. */
  public SavedMemory {
    removals = Map.copyOf(removals);
    arrays = Map.copyOf(arrays);
  }

  /**
   * Where training stands.
   *
   * @param step training steps so far
   * @param epoch epochs begun so far, less one
   * @param epochIsNew whether the latest epoch has seen no step
   * @param betweenEpochs whether the latest epoch is over
   * @param state the name of the phase
   */
  public record Clock(
      long step, long epoch, boolean epochIsNew, boolean betweenEpochs, String state) {
    /** Checks the ranges: it may come from a file. */
    public Clock {
      PruningStatus.State.valueOf(state);
      if (step < 0 || epoch < -1) {
        throw new IllegalArgumentException(
            "A run stands at a step of at least 0 in an epoch of at least -1, got %s and %s"
                .formatted(step, epoch));
      }
    }
  }

  /**
   * The same with the epoch that was under way counted as over.
   *
   * @return a new memory
   */
  public SavedMemory withNewEpoch() {
    return new SavedMemory(
        clock.map(c -> new Clock(c.step(), c.epoch(), c.epochIsNew(), true, c.state())),
        removals,
        arrays,
        guardBest,
        guardLatest);
  }
}
