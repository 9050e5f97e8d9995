package io.github.dl4jpruning.training;

import io.github.dl4jpruning.checkpoint.SavedMemory;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Guard;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * All that a run is told before it sees a network. A value.
 *
 * @param recipe what to prune; empty to keep masks only
 * @param masks what holds from the start
 * @param guard holds or stops pruning when a score falls
 * @param samples for criteria that measure losses, or gather outside of training steps
 * @param consumers get each event
 * @param nanoClock for durations, in nanoseconds
 * @param beginning what an earlier run leaves to this one
 * @param mailbox where masks of another process arrive
 * @param id of the listener that has these settings
 */
public record RunSettings(
    Optional<PruningRecipe> recipe,
    MaskStore masks,
    Optional<Guard> guard,
    Optional<Samples> samples,
    List<Consumer<PruningEvent>> consumers,
    LongSupplier nanoClock,
    Beginning beginning,
    Optional<Mailbox> mailbox,
    String id) {
  /** Copies the list. */
  public RunSettings {
    consumers = List.copyOf(consumers);
  }

  /** Settings of a listener that is new: its id is no other's. */
  public RunSettings(
      Optional<PruningRecipe> recipe,
      MaskStore masks,
      Optional<Guard> guard,
      Optional<Samples> samples,
      List<Consumer<PruningEvent>> consumers,
      LongSupplier nanoClock,
      Beginning beginning,
      Optional<Mailbox> mailbox) {
    this(
        recipe,
        masks,
        guard,
        samples,
        consumers,
        nanoClock,
        beginning,
        mailbox,
        UUID.randomUUID().toString());
  }

  /**
   * What an earlier run leaves to the one that goes on.
   *
   * @param resolved its recipe, applied to the network that pruning began with
   * @param memory what it remembers
   * @param origin that network, and what is left of it
   * @param history what has happened
   * @param epochIsOver whether it left in an epoch's last step, before it was told of the end
   */
  public record Beginning(
      Optional<ResolvedRecipe> resolved,
      Optional<SavedMemory> memory,
      Optional<Origin> origin,
      PruningHistory history,
      boolean epochIsOver) {
    /** There was no earlier run. */
    public static final Beginning NEW =
        new Beginning(
            Optional.empty(), Optional.empty(), Optional.empty(), PruningHistory.empty(), false);
  }
}
