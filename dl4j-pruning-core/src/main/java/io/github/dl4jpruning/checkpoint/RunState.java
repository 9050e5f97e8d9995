package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.data.DataPosition;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Everything about a run of pruning that the network itself does not hold.
 *
 * @param recipe what is being followed; empty for a listener that only keeps masks
 * @param masks what holds now
 * @param memory what the run remembers
 * @param origin the network that pruning began with; empty if nothing was removed from it
 * @param machine what decides the last bits
 * @param random the states of ND4J's random numbers
 * @param position the place in the data; empty if it was not told
 * @param inStep whether it was saved inside a step, whose constraints DL4J applies after that
 * @param score of the network, if it was saved for that; higher is better
 */
public record RunState(
    Optional<SavedRecipe> recipe,
    MaskStore masks,
    SavedMemory memory,
    Optional<Origin.Saved> origin,
    Machine machine,
    RandomState random,
    Optional<DataPosition> position,
    boolean inStep,
    OptionalDouble score) {
  /**
   * What decides the last bits of a result.
   *
   * @param backend the backend's name, the layers that compute with DL4J's helpers (oneDNN, cuDNN)
   *     if there are any, and its build
   * @param threads OpenMP threads
   */
  public record Machine(String backend, int threads) {
    /**
     * What a network computes with in this process.
     *
     * @param model the network
     * @return as ND4J and the network's layers describe themselves
     */
    public static Machine of(PrunableModel model) {
      long helped =
          Arrays.stream(model.kind().layers()).filter(layer -> layer.getHelper() != null).count();
      String name = Nd4j.getBackend().getClass().getSimpleName();
      return new Machine(
          (helped == 0 ? name : name + " with DL4J's helpers in %s layers,".formatted(helped))
              + " "
              + Nd4j.getBackend().buildInfo(),
          Nd4j.getEnvironment().maxThreads());
    }

    /** For example {@code 1 threads of CpuBackend GCC: "7.5.0", HAVE_OPENBLAS}. */
    @Override
    public String toString() {
      return "%s threads of %s"
          .formatted(threads, backend.lines().collect(Collectors.joining(", ")));
    }
  }

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
        SavedMemory.NONE,
        Optional.empty(),
        machine,
        new RandomState(0, 0),
        Optional.empty(),
        false,
        OptionalDouble.empty());
  }

  /** Whether it was saved in an epoch's last step, before the network was told of its end. */
  public boolean epochIsOver() {
    return inStep && position.filter(DataPosition::epochIsOver).isPresent();
  }

  /**
   * Why a run that goes on from here will differ from one that was never stopped.
   *
   * @param file where this was read
   * @param now what the network that was read computes with
   * @return sentences for people; usually none
   */
  public List<String> differencesFromNeverStopped(Path file, Machine now) {
    List<String> found = new ArrayList<>();
    if (!machine.equals(now)) {
      found.add(
          "%s was made with %s, this is %s: the last bits will differ from a run that was never"
                  .formatted(file, machine, now)
              + " stopped");
    }
    if (isLostInEpoch()) {
      found.add(
          "%s was saved in the middle of an epoch without the place in the data: training goes on"
                  .formatted(file)
              + " with a new epoch. Give the saver a ResumableIterator to go on at the same place");
    }
    return found;
  }

  /** In the middle of an epoch, and nobody told where. */
  private boolean isLostInEpoch() {
    return position.isEmpty()
        && memory.clock().filter(clock -> clock.epoch() >= 0 && !clock.betweenEpochs()).isPresent();
  }

  /**
   * The same, with an epoch that was under way at an unknown place counted as over.
   *
   * @return where to go on
   */
  public RunState atAKnownPlace() {
    return isLostInEpoch()
        ? new RunState(
            recipe, masks, memory.withNewEpoch(), origin, machine, random, position, inStep, score)
        : this;
  }
}
