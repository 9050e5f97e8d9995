package io.github.dl4jpruning;

import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.io.SavedMemory;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.report.PruningHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Collects the settings of a {@link PruningListener}; not thread-safe. */
public final class PruningListenerBuilder {
  final Optional<PruningRecipe> recipe;
  final List<Consumer<PruningEvent>> consumers = new ArrayList<>();
  MaskStore masks = MaskStore.empty();
  Optional<Guard> guard = Optional.empty();
  Optional<Samples> samples = Optional.empty();
  LongSupplier nanoClock = System::nanoTime;
  Optional<ResolvedRecipe> resolved = Optional.empty();
  Optional<SavedMemory> saved = Optional.empty();
  Optional<Origin> origin = Optional.empty();
  PruningHistory history = PruningHistory.empty();
  Optional<Mailbox> mailbox = Optional.empty();

  /** Of the listener that has these settings. */
  final String id = UUID.randomUUID().toString();

  PruningListenerBuilder(Optional<PruningRecipe> recipe) {
    this.recipe = recipe;
  }

  /** A listener that has come from another process, and keeps what its mailbox has. */
  static PruningListener keepingMail(Mailbox arrived) {
    PruningListenerBuilder builder = new PruningListenerBuilder(Optional.empty());
    builder.mailbox = Optional.of(arrived);
    return builder.masks(arrived.masks()).build();
  }

  /**
   * Holds or stops pruning when a score falls.
   *
   * @param watching the guard
   * @return this
   */
  public PruningListenerBuilder guard(Guard watching) {
    guard = Optional.of(watching);
    return this;
  }

  /**
   * Gives data to a criterion that measures losses, at each mask change; and, with a {@link
   * PruningDriver}, to criteria that gather signals.
   *
   * @param data labelled examples, usually held back from training
   * @return this
   */
  public PruningListenerBuilder samples(Samples data) {
    samples = Optional.of(data);
    return this;
  }

  /**
   * Gets each event in the training thread, as it happens. May be called more than once.
   *
   * @param consumer what to do with it
   * @return this
   */
  public PruningListenerBuilder onEvent(Consumer<PruningEvent> consumer) {
    consumers.add(consumer);
    return this;
  }

  /**
   * Masks that hold from the start; the recipe prunes on from there.
   *
   * @param start masks of the network's parameters
   * @return this
   */
  public PruningListenerBuilder masks(MaskStore start) {
    masks = start;
    return this;
  }

  /**
   * The clock for the duration in events.
   *
   * @param nanos nanoseconds; the default is {@link System#nanoTime()}
   * @return this
   */
  public PruningListenerBuilder nanoClock(LongSupplier nanos) {
    nanoClock = nanos;
    return this;
  }

  /** Refuses to go on in another network with a guard that judges the old one. */
  void requireNoGuard() {
    if (guard.isPresent()) {
      throw new IllegalArgumentException(
          "This listener has a guard, whose score is of the old network: call continueOn(smaller,"
              + " guard) with one that judges the smaller network");
    }
  }

  /** So that a builder used again changes no listener made before. */
  PruningListenerBuilder copy() {
    PruningListenerBuilder copy = new PruningListenerBuilder(recipe);
    copy.consumers.addAll(consumers);
    copy.masks = masks;
    copy.guard = guard;
    copy.samples = samples;
    copy.nanoClock = nanoClock;
    copy.resolved = resolved;
    copy.saved = saved;
    copy.origin = origin;
    copy.history = history;
    copy.mailbox = mailbox;
    return copy;
  }

  /** Goes on where a run was, perhaps in a smaller network than it began with. */
  PruningListenerBuilder continuing(
      Optional<ResolvedRecipe> recipeOfRun,
      MaskStore now,
      SavedMemory memory,
      Optional<Origin> began) {
    resolved = recipeOfRun;
    masks = now;
    saved = Optional.of(memory);
    origin = began;
    return this;
  }

  /**
   * The listener.
   *
   * @return a new one
   */
  public PruningListener build() {
    return new PruningListener(this);
  }
}
