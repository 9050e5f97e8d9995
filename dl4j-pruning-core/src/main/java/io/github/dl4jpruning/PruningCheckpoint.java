package io.github.dl4jpruning;

import io.github.dl4jpruning.checkpoint.CheckpointFile;
import io.github.dl4jpruning.checkpoint.RunState;
import io.github.dl4jpruning.data.DataPosition;
import io.github.dl4jpruning.data.ResumableData;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.model.network.StoredNetwork;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.training.RunMemory;
import io.github.dl4jpruning.training.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of pruning in one file: network, updater state, masks, place on the schedule, gathered
 * signals, random numbers, recipe, and the place in the data. DL4J's own {@code ModelSerializer}
 * opens it as an ordinary network.
 *
 * <pre>{@code
 * PruningCheckpoint run = PruningCheckpoint.resume(CheckpointSaver.latest(folder).orElseThrow());
 * MultiLayerNetwork net = run.network(MultiLayerNetwork.class);
 * PruningListener pruner = run.listener();
 * run.moveTo(data);                        // a ResumableIterator
 * net.setListeners(pruner, CheckpointSaver.into(folder, pruner).data(data).everyMinutes(10).build());
 * while (net.getEpochCount() < epochs) {
 *   net.fit(data);
 * }
 * }</pre>
 *
 * <p>With one training thread, the same backend, oneDNN included, and the same number of OpenMP
 * threads, a resumed run ends with the same bits as one that was never stopped.
 */
public final class PruningCheckpoint {
  private static final Logger log = LoggerFactory.getLogger(PruningCheckpoint.class);

  private final Model network;
  private final Optional<ResolvedRecipe> recipe;
  private final Optional<Origin> origin;
  private final RunState state;
  private final List<String> warnings;
  private @Nullable PruningListener listener;

  private PruningCheckpoint(
      Model network,
      Optional<ResolvedRecipe> recipe,
      Optional<Origin> origin,
      RunState state,
      List<String> warnings) {
    this.network = network;
    this.recipe = recipe;
    this.origin = origin;
    this.state = state;
    this.warnings = List.copyOf(warnings);
    warnings.forEach(log::warn);
  }

  /**
   * Saves a run between two calls of {@code fit()}; in the middle of one, {@link CheckpointSaver}
   * does.
   *
   * @param file replaced in one step if it exists
   * @param network the network
   * @param pruner its listener
   * @throws IOException if it can't be written; an earlier file is left as it was
   * @throws IllegalArgumentException if the listener belongs to another network
   */
  public static void save(Path file, Model network, PruningListener pruner) throws IOException {
    pruner.attachTo(network);
    PrunableModel model = PrunableModel.of(network);
    save(
        file,
        model,
        pruner,
        model.iteration(),
        model.epochs(),
        Optional.empty(),
        false,
        OptionalDouble.empty());
  }

  static void save(
      Path file,
      PrunableModel model,
      PruningListener pruner,
      int iterations,
      int epochs,
      Optional<DataPosition> position,
      boolean inStep,
      OptionalDouble score)
      throws IOException {
    RunState.RandomState random =
        new RunState.RandomState(Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState());
    RunState state =
        pruner
            .runOf(model.network())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The PruningListener has not seen the network that is to be saved"))
            .state(RunState.Machine.of(model), random, position, inStep, score);
    int done = state.epochIsOver() ? epochs + 1 : epochs;
    CheckpointFile.write(file, model, model.kind().json(iterations, done), state);
  }

  /**
   * Reads a run back. Also reads what DL4J's own savers made of a pruned network: then masks are
   * read off its exact zeros, with a warning, and the listener keeps them.
   *
   * @param file a checkpoint
   * @return the run
   * @throws IOException if it can't be read, or its recipe has parts that only their author's code
   *     can make: the message names them
   */
  public static PruningCheckpoint resume(Path file) throws IOException {
    return read(file, Optional.empty());
  }

  /**
   * Reads a run back whose recipe has parts of a user's own.
   *
   * @param file a checkpoint
   * @param recipe the recipe that was followed, written as before
   * @return the run
   * @throws IOException if it can't be read
   * @throws IllegalArgumentException if the recipe differs from the file's in any part; the message
   *     shows both
   */
  public static PruningCheckpoint resume(Path file, PruningRecipe recipe) throws IOException {
    return read(file, Optional.of(recipe));
  }

  private static PruningCheckpoint read(Path file, Optional<PruningRecipe> given)
      throws IOException {
    Optional<RunState> found = CheckpointFile.readState(file);
    Model network = StoredNetwork.restore(file);
    PrunableModel model = PrunableModel.of(network);
    if (found.isEmpty()) {
      return fromZeros(file, model, given);
    }
    RunState state = found.get();
    PrunableModel began = fitting(state, model, file);
    Optional<ResolvedRecipe> resolved = Optional.empty();
    if (state.recipe().isPresent()) {
      resolved =
          Optional.of(
              given.isPresent()
                  ? state.recipe().get().requireSame(ResolvedRecipe.of(given.get(), began), file)
                  : state.recipe().get().restore(began, file));
    } else if (given.isPresent()) {
      throw new IllegalArgumentException(
          "%s follows no recipe, it only keeps masks: use resume(file)".formatted(file));
    }
    Optional<Origin> origin =
        state.origin().map(saved -> Origin.of(began).cut(began, saved.left()));
    if (resolved.isPresent()) { // before anything outside of this file is touched
      requireFits(state, resolved.get(), origin.orElseGet(() -> Origin.of(model)), model, file);
    }
    List<String> warnings = state.differencesFromNeverStopped(file, RunState.Machine.of(model));
    state = state.atAKnownPlace();
    if (state.inStep()) {
      model.applyConstraints(model.epochs() - (state.epochIsOver() ? 1 : 0));
    }
    Nd4j.getRandom().setStates(state.random().root(), state.random().node());
    return new PruningCheckpoint(network, resolved, origin, state, warnings);
  }

  /** The network that pruning began with; a file whose parts do not fit together is refused. */
  private static PrunableModel fitting(RunState state, PrunableModel model, Path file)
      throws IOException {
    try {
      model.requireFits(state.masks());
      return state.origin().isPresent() ? Origin.rebuild(state.origin().get(), model) : model;
    } catch (IOException | IllegalArgumentException e) {
      throw unfit(file, e);
    }
  }

  private static void requireFits(
      RunState state, ResolvedRecipe resolved, Origin origin, PrunableModel model, Path file)
      throws IOException {
    try {
      RunMemory.requireFits(state.memory(), resolved, origin, model);
    } catch (IllegalArgumentException e) {
      throw unfit(file, e);
    }
  }

  private static IOException unfit(Path file, Exception e) {
    return new IOException("Can't read %s: %s".formatted(file, e.getMessage()), e);
  }

  private static PruningCheckpoint fromZeros(
      Path file, PrunableModel model, Optional<PruningRecipe> given) {
    MaskStore masks = WeightInspection.masksFromZeros(model);
    String warning =
        "%s was not saved by this library: masks are read off its exact zeros (%s weights), the"
                .formatted(file, masks.length() - masks.kept())
            + " place on the schedule is lost";
    RunState state = RunState.ofMasks(masks, RunState.Machine.of(model));
    return new PruningCheckpoint(
        model.network(),
        given.map(recipe -> ResolvedRecipe.of(recipe, model)),
        Optional.empty(),
        state,
        List.of(warning));
  }

  /**
   * The network, with updater state and counters.
   *
   * @param type {@code MultiLayerNetwork.class} or {@code ComputationGraph.class}
   * @param <T> the same
   * @return the network, without listeners
   * @throws IllegalArgumentException if it is of the other kind
   */
  public <T extends Model> T network(Class<T> type) {
    if (!type.isInstance(network)) {
      throw new IllegalArgumentException(
          "The checkpoint holds a %s, not a %s"
              .formatted(network.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(network);
  }

  /** The listener that goes on: the same one at each call, still to be added to the network. */
  public PruningListener listener() {
    if (listener == null) {
      listener = listenerBuilder().build();
    }
    return listener;
  }

  /** The same with a guard, samples, or event consumers, which no file holds. */
  public PruningListenerBuilder listenerBuilder() {
    return new PruningListenerBuilder(recipe.map(ResolvedRecipe::recipe))
        .masks(state.masks())
        .beginning(
            new RunSettings.Beginning(
                recipe,
                Optional.of(state.memory()),
                origin,
                PruningHistory.empty(),
                state.epochIsOver()));
  }

  /** The masks that held when the run was saved. */
  public MaskStore masks() {
    return state.masks();
  }

  /** The place in the data; empty if the run was saved without it. */
  public Optional<DataPosition> position() {
    return state.position();
  }

  /**
   * Takes an iterator to the place where the run was saved.
   *
   * @param data with the same examples, batch size and seed as before
   * @throws IllegalArgumentException if it is other data; the message says what differs
   * @throws IllegalStateException if the run was saved without the place
   */
  public void moveTo(ResumableData data) {
    data.moveTo(
        state
            .position()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The run was saved without the place in the data: give the saver a"
                            + " ResumableIterator, with data(iterator)")));
  }

  /**
   * What is not as it was: another backend or number of threads, layers that compute with oneDNN or
   * no longer do, no place in the data, masks read off zeros.
   *
   * @return empty if the run goes on bit for bit; also logged
   */
  public List<String> warnings() {
    return warnings;
  }
}
