package io.github.dl4jpruning;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.data.DataPosition;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.io.RunState;
import io.github.dl4jpruning.io.SavedRecipe;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.Growth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener's work on its network: decides masks when they are due, and keeps zeros zero. */
final class PruningRun {
  private static final Logger log = LoggerFactory.getLogger(PruningListener.class);

  final Diary diary;
  private final LongSupplier nanoClock;
  private final Optional<ResolvedRecipe> resolved;
  private final Memory memory;
  private final ZeroKeeper zeros;
  private final Origin origin;
  private final Optional<Samples> samples;
  private final List<GroupLasso> penalties;
  private PrunableModel model;
  private volatile MaskStore masks;

  PruningRun(Model network, PruningListenerBuilder settings) {
    this.model = PrunableModel.of(network);
    this.resolved =
        settings.resolved.isPresent()
            ? settings.resolved
            : settings.recipe.map(r -> ResolvedRecipe.of(r, model));
    this.origin = settings.origin.orElseGet(() -> Origin.of(model));
    MaskStore initial = settings.masks;
    model.requireFits(initial);
    List<ModelParam> pruned = prunedParams();
    boolean stateStaysZero =
        model.requireTrainable(
            model.params().stream()
                .filter(param -> initial.get(param.key()).isPresent() || pruned.contains(param))
                .toList());
    this.masks = initial;
    this.samples = settings.samples;
    resolved.ifPresent(r -> Memory.requireGatherable(r.recipe().criterion(), samples));
    this.memory = new Memory(model, resolved, settings.guard, settings.saved, pruned, origin);
    this.diary = new Diary(settings.history, settings.consumers);
    this.nanoClock = settings.nanoClock;
    this.zeros = new ZeroKeeper(stateStaysZero);
    this.penalties =
        resolved.stream()
            .flatMap(
                r ->
                    r.recipe().penalties().stream()
                        .map(p -> new GroupLasso(p, model, pruned, origin)))
            .toList();
    resolved.ifPresent(r -> log.info("Pruning a {}:\n{}", model, r));
  }

  /** The parameters of this network that the recipe prunes. */
  private List<ModelParam> prunedParams() {
    return resolved.stream()
        .flatMap(r -> r.params().stream())
        .map(param -> model.param(param.key()))
        .toList();
  }

  /** What a checkpoint holds besides the network. */
  RunState state(
      RunState.Machine machine,
      RunState.RandomState random,
      Optional<DataPosition> position,
      boolean inStep) {
    return new RunState(
        resolved.map(SavedRecipe::of),
        masks,
        memory.save(),
        origin.saved(),
        machine,
        random,
        position,
        inStep);
  }

  /** The same run in what is left of the network. */
  PruningListenerBuilder continueOn(Compacted<?> smaller, PruningListenerBuilder settings) {
    smaller.plan().requireMadeFor(model.network());
    if (!smaller.plan().masks().isSubsetOf(masks)) {
      throw new IllegalArgumentException(
          "The smaller network was made of other masks than this listener keeps: plan with"
              + " listener.masks(), or with their intersection with more");
    }
    Origin began = origin.cut(model, smaller.plan().keptPositions());
    settings.history = diary.history();
    return settings.continuing(resolved, smaller.masks(), memory.save(), Optional.of(began));
  }

  Optional<ResolvedRecipe> resolved() {
    return resolved;
  }

  MaskStore masks() {
    return masks;
  }

  PruningStatus status() {
    return memory
        .timetable
        .map(table -> table.status(resolved.orElseThrow().reached(origin.spread(masks))))
        .orElseGet(() -> Timetable.keeping(masks.sparsity()));
  }

  boolean isOf(Model network) {
    return network == model.network();
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
    memory.timetable.ifPresent(Timetable::epochStarts);
    zeros.clearWeights(model, masks);
  }

  void epochEnded() {
    memory.timetable.ifPresent(
        table -> {
          table.epochEnded();
          consultGuard(table);
          if (!table.isComplete()) {
            log.info("Pruning is unfinished after epoch {}: {}", table.epoch(), status());
          }
        });
  }

  boolean gathersActivations() {
    return memory.signals().filter(SignalCollector::gathersActivations).isPresent();
  }

  void forwardPassed(Map<String, INDArray> activations) {
    memory
        .signals()
        .ifPresent(collector -> collector.afterForward(activations, model.network().batchSize()));
  }

  void backwardPassed() {
    int batch = model.network().batchSize();
    memory.signals().ifPresent(collector -> collector.whileInputsAreThere(model, batch));
    memory.means().ifPresent(collector -> collector.whileInputsAreThere(model, batch));
  }

  /** Between backward pass and update. */
  void beforeUpdate() {
    FlatViews views = model.views();
    int batch = model.network().batchSize();
    memory
        .signals()
        .ifPresent(collector -> collector.afterBackward(views.params(), views.gradient(), batch));
    memory.hidden.ifPresent(weights -> weights.step(views.gradient(), batch));
    memory.timetable.ifPresent(
        table -> {
          table.warnIfNoEpochs();
          memory.rewind.ifPresent(point -> point.pass(model, table.step()));
          if (table.isDue()) {
            change(table, views);
          }
          penalties.forEach(
              penalty -> penalty.add(model, views.gradient(), table.progress(), batch));
        });
    zeros.clear(model, views, masks);
  }

  /** The same in layer-wise pretraining, where nothing is decided. */
  void beforeLayerUpdate(Model layer) {
    model.viewsOf(layer).ifPresent(views -> zeros.clear(model, views, masks));
  }

  void afterUpdate() {
    memory.rewind.ifPresent(
        point -> {
          if (point.rewindAgain(model, model.views())) {
            zeros.clearWeights(model, masks);
          }
        });
    zeros.clearAfterUpdate(model);
    memory.timetable.ifPresent(
        table -> {
          table.stepDone();
          consultGuard(table);
        });
  }

  private void consultGuard(Timetable table) {
    if (table.isDueNext()) {
      memory.guard.ifPresent(GuardWatch::look);
    }
  }

  private void change(Timetable table, FlatViews views) {
    Optional<Guard.Action> veto = memory.guard.flatMap(GuardWatch::veto);
    if (veto.isPresent()) {
      boolean stop = veto.get() == Guard.Action.STOP;
      table.passed(stop ? PruningStatus.State.STOPPED : PruningStatus.State.HELD);
      announce(
          stop ? PruningEvent.Kind.STOPPED : PruningEvent.Kind.HELD, table, masks, Duration.ZERO);
      return;
    }
    long start = nanoClock.getAsLong();
    MaskStore before = masks;
    ResolvedRecipe recipe = resolved.orElseThrow();
    Survivors positions = origin.positions();
    List<ModelParam> pruned = prunedParams();
    float[] weights =
        memory
            .hidden
            .map(hidden -> hidden.withHidden(model, pruned, before))
            .orElseGet(() -> model.flatParams().toFloatVector());
    diary.changeComes(weights, pruned, before);
    boolean byGradient = recipe.recipe().growth().orElse(null) instanceof Growth.ByGradient;
    MaskStore decided =
        new Decision(
                origin,
                recipe,
                table.progress(),
                table.step(),
                origin.spread(before),
                positions.spread(weights),
                memory.signals().map(SignalCollector::take).orElse(Map.of()),
                byGradient
                    ? Optional.of(positions.spread(views.gradient().toFloatVector()))
                    : Optional.empty(),
                memory.removals,
                samples
                    .filter(data -> recipe.recipe().criterion().needsData())
                    .map(data -> new Trial(model, origin, data)::probe))
            .masks();
    MaskStore after = origin.gather(decided, model);
    memory.hidden.ifPresent(hidden -> hidden.swap(model, pruned, before, after));
    memory.rewind.ifPresent(point -> point.rewind(model, views, table.step()));
    memory.replaceMeans(model, origin, before, after);
    zeros.flatten(model, after);
    masks = after;
    table.passed(PruningStatus.State.RUNNING);
    if (table.isComplete()) {
      memory.forgetSignals();
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
            masks.prunedBeyond(before),
            before.prunedBeyond(masks),
            took);
    diary.add(event, status().sparsity(), model.network().score());
  }
}
