package io.github.dl4jpruning;

import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.RemovalOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener's work on its network: decides masks when they are due, and keeps zeros zero. */
final class PruningRun {
  private static final Logger log = LoggerFactory.getLogger(PruningListener.class);

  private final List<Consumer<PruningEvent>> consumers;
  private final LongSupplier nanoClock;
  private final Optional<Timetable> timetable;
  private final Optional<GuardWatch> guard;
  private final Optional<ResolvedRecipe> resolved;
  private final Optional<RemovalOrder> removals;
  private final ZeroKeeper zeros;
  private PrunableModel model;
  private Optional<SignalCollector> signals;
  private volatile MaskStore masks;

  PruningRun(
      Model network,
      Optional<PruningRecipe> recipe,
      MaskStore initial,
      Optional<Guard> guard,
      List<Consumer<PruningEvent>> consumers,
      LongSupplier nanoClock) {
    this.model = PrunableModel.of(network);
    this.resolved = recipe.map(r -> ResolvedRecipe.of(r, model.params()));
    model.requireFits(initial);
    boolean stateStaysZero =
        model.requireTrainable(
            model.params().stream()
                .filter(
                    param ->
                        initial.get(param.key()).isPresent()
                            || resolved.filter(r -> r.params().contains(param)).isPresent())
                .toList());
    this.masks = initial;
    this.timetable = resolved.map(Timetable::new);
    this.removals = resolved.filter(ResolvedRecipe::recovers).map(r -> new RemovalOrder());
    this.guard = guard.map(GuardWatch::new);
    this.consumers = consumers;
    this.nanoClock = nanoClock;
    this.zeros = new ZeroKeeper(stateStaysZero);
    this.signals =
        recipe
            .map(r -> r.criterion().signals())
            .filter(wanted -> !wanted.isEmpty())
            .map(wanted -> new SignalCollector(wanted, model.flatParams()));
    resolved.ifPresent(r -> log.info("Pruning a {}:\n{}", model, r));
  }

  Optional<ResolvedRecipe> resolved() {
    return resolved;
  }

  MaskStore masks() {
    return masks;
  }

  PruningStatus status() {
    return timetable
        .map(table -> table.status(sparsity()))
        .orElseGet(() -> Timetable.keeping(masks.sparsity()));
  }

  /** Refuses another network; takes a new look at this one if its arrays were rebuilt. */
  void requireSame(Model network) {
    if (network != model.network()) {
      throw new IllegalStateException(
          "This PruningListener belongs to another network (a %s): one listener prunes one network."
                  .formatted(model)
              + " For a clone or a restored network make PruningListener.keep(listener.masks()), for"
              + " a new one new PruningListener(recipe). A ComputationGraph's clone() shares its"
              + " listeners; ParallelWrapper, which trains copies, is not supported");
    }
    if (!model.isCurrent()) {
      PrunableModel rebuilt = PrunableModel.of(network);
      if (!rebuilt.params().equals(model.params())) {
        throw new IllegalStateException(
            "The network's structure changed under its PruningListener: it had %s, now it has %s."
                    .formatted(model.params(), rebuilt.params())
                + " Make a new listener for the new structure");
      }
      model = rebuilt;
      zeros.forget();
    }
  }

  void epochStarts() {
    timetable.ifPresent(Timetable::epochStarts);
    zeros.clearWeights(model, masks);
  }

  void epochEnded() {
    timetable.ifPresent(
        table -> {
          table.epochEnded();
          consultGuard(table);
          if (!table.isComplete()) {
            log.info("Pruning is unfinished after epoch {}: {}", table.epoch(), status());
          }
        });
  }

  /** Between backward pass and update. */
  void beforeUpdate() {
    FlatViews views = model.views();
    signals.ifPresent(
        collector -> collector.add(views.params(), views.gradient(), model.network().batchSize()));
    timetable.ifPresent(
        table -> {
          table.warnIfNoEpochs();
          if (table.isDue()) {
            change(table);
          }
        });
    zeros.clear(model, views, masks);
  }

  /** The same in layer-wise pretraining, where nothing is decided. */
  void beforeLayerUpdate(Model layer) {
    model.viewsOf(layer).ifPresent(views -> zeros.clear(model, views, masks));
  }

  void afterUpdate() {
    zeros.clearAfterUpdate(model);
    timetable.ifPresent(
        table -> {
          table.stepDone();
          consultGuard(table);
        });
  }

  private void consultGuard(Timetable table) {
    if (table.isDueNext()) {
      guard.ifPresent(GuardWatch::look);
    }
  }

  private void change(Timetable table) {
    Optional<Guard.Action> veto = guard.flatMap(GuardWatch::veto);
    if (veto.isPresent()) {
      boolean stop = veto.get() == Guard.Action.STOP;
      table.passed(stop ? PruningStatus.State.STOPPED : PruningStatus.State.HELD);
      announce(
          stop ? PruningEvent.Kind.STOPPED : PruningEvent.Kind.HELD, table, masks, Duration.ZERO);
      return;
    }
    long start = nanoClock.getAsLong();
    MaskStore before = masks;
    MaskStore after =
        Pruner.masks(
            model,
            resolved.orElseThrow(),
            table.progress(),
            before,
            signals.map(SignalCollector::take).orElse(Map.of()),
            removals);
    zeros.flatten(model, after);
    masks = after;
    table.passed(PruningStatus.State.RUNNING);
    if (table.isComplete()) {
      signals = Optional.empty();
    }
    announce(
        PruningEvent.Kind.PRUNED, table, before, Duration.ofNanos(nanoClock.getAsLong() - start));
  }

  private void announce(PruningEvent.Kind kind, Timetable table, MaskStore before, Duration took) {
    PruningEvent event =
        new PruningEvent(
            kind,
            table.step(),
            Math.max(0, table.epoch()),
            resolved.orElseThrow().sparsityAt(table.progress()),
            masks,
            newlyPruned(before, masks),
            newlyPruned(masks, before),
            took);
    log.info("{}", event);
    consumers.forEach(consumer -> consumer.accept(event));
  }

  /** How many weights one store keeps and a later one does not. */
  private static long newlyPruned(MaskStore from, MaskStore to) {
    return to.masks().entrySet().stream()
        .mapToLong(
            entry ->
                from.get(entry.getKey())
                    .map(mask -> mask.minus(entry.getValue()).kept())
                    .orElse(entry.getValue().pruned()))
        .sum();
  }

  /** Over what the recipe targets. */
  private double sparsity() {
    var targeted = resolved.orElseThrow().params().stream().map(param -> param.key()).toList();
    return masks.retain(targeted).sparsity();
  }
}
