package io.github.dl4jpruning.io;

import io.github.dl4jpruning.data.DataPosition;
import io.github.dl4jpruning.mask.MaskStore;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything about a run of pruning that the network itself does not hold.
 *
 * @param recipe what is being followed; empty for a listener that only keeps masks
 * @param masks what holds now
 * @param clock where training stands on the recipe's cadence
 * @param removals ranks of removed units by parameter key; empty where nothing comes back in order
 * @param arrays gathered signals, hidden weights and the rewind point, by name
 * @param guardBest the best score that a guard has seen
 * @param guardLatest the score that it will judge next
 * @param machine what decides the last bits
 * @param random the states of ND4J's random numbers
 * @param position the place in the data; empty if it was not told
 * @param inStep whether it was saved inside a step, whose constraints DL4J applies after that
 */
public record RunState(
    Optional<SavedRecipe> recipe,
    MaskStore masks,
    Optional<Clock> clock,
    Map<String, int[]> removals,
    Map<String, SavedArray> arrays,
    OptionalDouble guardBest,
    OptionalDouble guardLatest,
    Machine machine,
    RandomState random,
    Optional<DataPosition> position,
    boolean inStep) {
  /** Copies the maps. */
  public RunState {
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
      long step, long epoch, boolean epochIsNew, boolean betweenEpochs, String state) {}

  /**
   * What decides the last bits of a result.
   *
   * @param backend the backend's name and build
   * @param threads OpenMP threads
   */
  public record Machine(String backend, int threads) {}

  /**
   * ND4J's random numbers.
   *
   * @param root state
   * @param node state
   */
  public record RandomState(long root, long node) {}

  /**
   * Masks alone.
   *
   * @param masks what holds
   * @param machine this one
   * @return no recipe, no place on a schedule, nothing gathered
   */
  public static RunState ofMasks(MaskStore masks, Machine machine) {
    return new RunState(
        Optional.empty(),
        masks,
        Optional.empty(),
        Map.of(),
        Map.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        machine,
        new RandomState(0, 0),
        Optional.empty(),
        false);
  }

  /**
   * The same with the epoch that was under way counted as over.
   *
   * @return a new state
   */
  public RunState withNewEpoch() {
    return new RunState(
        recipe,
        masks,
        clock.map(c -> new Clock(c.step(), c.epoch(), c.epochIsNew(), true, c.state())),
        removals,
        arrays,
        guardBest,
        guardLatest,
        machine,
        random,
        position,
        inStep);
  }
}
