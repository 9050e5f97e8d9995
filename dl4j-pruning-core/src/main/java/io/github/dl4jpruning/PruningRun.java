package io.github.dl4jpruning;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.data.DataPosition;
import io.github.dl4jpruning.io.RunState;
import io.github.dl4jpruning.io.SavedRecipe;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener's work on its network: decides masks when they are due, and keeps zeros zero. */
final class PruningRun implements TrainingStep {
  private static final Logger log = LoggerFactory.getLogger(PruningListener.class);

  private final Optional<ResolvedRecipe> resolved;
  private final boolean stateStaysZero;
  private final DeviceMasks devices = new DeviceMasks();
  private final Origin origin;
  private final List<GroupLasso> penalties;
  final Memory memory;
  final MaskChanges changes;
  final ZeroKeeper zeros;
  private PrunableModel model;

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
    this.stateStaysZero =
        model.requireTrainable(
                model.params().stream()
                    .filter(param -> initial.get(param.key()).isPresent() || pruned.contains(param))
                    .toList())
            && settings.mailbox.isEmpty(); // what arrives later has not been tried
    resolved.ifPresent(r -> Memory.requireGatherable(r.recipe().criterion(), settings.samples));
    this.memory = new Memory(model, resolved, settings.guard, settings.saved, pruned, origin);
    this.changes = new MaskChanges(settings, resolved, memory, origin, network);
    this.zeros = new ZeroKeeper(stateStaysZero, devices);
    this.penalties = penaltiesOf(model);
    resolved.ifPresent(r -> log.info("Pruning a {}:\n{}", model, r));
    resolved.ifPresent(r -> r.remarks().forEach(log::warn));
  }

  /** The parameters of this network that the recipe prunes. */
  private List<ModelParam> prunedParams() {
    return resolved.map(r -> r.paramsIn(model)).orElse(List.of());
  }

  /** The recipe's penalties, with arrays of their own. */
  List<GroupLasso> penaltiesOf(PrunableModel network) {
    return resolved.stream()
        .flatMap(r -> r.recipe().penalties().stream())
        .map(penalty -> new GroupLasso(penalty, network, prunedParams(), origin))
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
        masks(),
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
    if (!smaller.plan().masks().isSubsetOf(masks())) {
      throw new IllegalArgumentException(
          "The smaller network was made of other masks than this listener keeps: plan with"
              + " listener.masks(), or with their intersection with more");
    }
    Origin began = origin.cut(model, smaller.plan().keptPositions());
    settings.history = changes.history();
    return settings.continuing(resolved, smaller.masks(), memory.save(), Optional.of(began));
  }

  Optional<ResolvedRecipe> resolved() {
    return resolved;
  }

  MaskStore masks() {
    return changes.masks();
  }

  PruningStatus status() {
    return memory
        .timetable
        .map(table -> table.status(resolved.orElseThrow().reached(origin.spread(masks()))))
        .orElseGet(() -> Timetable.keeping(masks().sparsity()));
  }

  PrunableModel model() {
    return model;
  }

  /** What keeps a copy's zeros zero; it shares the masks' flat form with this network. */
  ZeroKeeper zerosOfCopy() {
    return new ZeroKeeper(stateStaysZero, devices);
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
              + " listeners");
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
    zeros.clearWeights(model, masks());
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

  @Override
  public void forwardPassed(Map<String, INDArray> activations) {
    memory
        .signals()
        .ifPresent(collector -> collector.afterForward(activations, model.network().batchSize()));
  }

  @Override
  public void backwardPassed() {
    int batch = model.network().batchSize();
    memory.signals().ifPresent(collector -> collector.whileInputsAreThere(model, batch));
    memory.means().ifPresent(collector -> collector.whileInputsAreThere(model, batch));
  }

  /** Between backward pass and update. */
  @Override
  public void beforeUpdate() {
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
          changes.adoptDecided();
          if (table.isDue()) {
            change(table, views);
          }
          penalties.forEach(
              penalty -> penalty.add(model, views.gradient(), table.progress(), batch));
        });
    zeros.clear(model, views, masks());
  }

  /** The same in layer-wise pretraining, where nothing is decided. */
  void beforeLayerUpdate(Model layer) {
    model.viewsOf(layer).ifPresent(views -> zeros.clear(model, views, masks()));
  }

  @Override
  public void afterUpdate() {
    memory.rewind.ifPresent(
        point -> {
          if (point.rewindAgain(model, model.views())) {
            zeros.clearWeights(model, masks());
          }
        });
    if (changes.comeFromElsewhere()) {
      zeros.clearAfterExchange(model);
    } else {
      zeros.clearAfterUpdate(model);
    }
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

  @Override
  public void clearAllAgain() {
    zeros.clearAllAgain();
  }

  private void change(Timetable table, FlatViews views) {
    if (changes.isVetoed(table)) {
      return;
    }
    long start = changes.nanos();
    MaskStore before = changes.masks();
    List<ModelParam> pruned = prunedParams();
    Optional<float[]> hidden =
        memory.hidden.map(weights -> weights.withHidden(model, pruned, before));
    MaskStore after = changes.decide(model, table, hidden, Optional.of(views.gradient()));
    memory.hidden.ifPresent(weights -> weights.swap(model, pruned, before, after));
    memory.rewind.ifPresent(point -> point.rewind(model, views, table.step()));
    memory.replaceMeans(model, origin, before, after);
    zeros.flatten(model, after);
    changes.adopt(table, after, Duration.ofNanos(changes.nanos() - start));
  }
}
