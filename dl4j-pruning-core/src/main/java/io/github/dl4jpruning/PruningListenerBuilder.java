package io.github.dl4jpruning;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.training.Mailbox;
import io.github.dl4jpruning.training.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Collects the settings of a {@link PruningListener}; not thread-safe. */
public final class PruningListenerBuilder {
  private final Optional<PruningRecipe> recipe;
  private final List<Consumer<PruningEvent>> consumers = new ArrayList<>();
  private MaskStore masks = MaskStore.empty();
  private Optional<Guard> guard = Optional.empty();
  private Optional<Samples> samples = Optional.empty();
  private LongSupplier nanoClock = System::nanoTime;
  private RunSettings.Beginning beginning = RunSettings.Beginning.NEW;
  private Optional<Mailbox> mailbox = Optional.empty();

  PruningListenerBuilder(Optional<PruningRecipe> recipe) {
    this.recipe = recipe;
  }

  /** Begins with what another listener was told. */
  PruningListenerBuilder(RunSettings settings) {
    this.recipe = settings.recipe();
    this.consumers.addAll(settings.consumers());
    this.masks = settings.masks();
    this.guard = settings.guard();
    this.samples = settings.samples();
    this.nanoClock = settings.nanoClock();
    this.beginning = settings.beginning();
    this.mailbox = settings.mailbox();
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

  /** Goes on where a run was, perhaps in a smaller network than it began with. */
  PruningListenerBuilder beginning(RunSettings.Beginning left) {
    beginning = left;
    return this;
  }

  RunSettings settings() {
    return new RunSettings(recipe, masks, guard, samples, consumers, nanoClock, beginning, mailbox);
  }

  /**
   * The listener.
   *
   * @return a new one
   */
  public PruningListener build() {
    return new PruningListener(settings());
  }
}
