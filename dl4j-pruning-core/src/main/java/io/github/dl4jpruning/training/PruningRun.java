package io.github.dl4jpruning.training;

import io.github.dl4jpruning.checkpoint.RunState;
import io.github.dl4jpruning.checkpoint.SavedRecipe;
import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.data.DataPosition;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.TrainedZeros;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.recipe.Requirements;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A listener's work on its network. Read the step from {@link #forwardPassed} downwards: what its
 * parts see of it, where masks change, and what is cleared.
 */
public final class PruningRun implements TrainingStep {
  private final RunSettings settings;
  private final Origin origin;
  private final CurrentMasks masks;
  private final Optional<MaskChanges> changes;
  private final Optional<Gathering> gathering;
  private final List<StepPart> parts;
  private final TrainedZeros stayZero;
  private final DeviceMasks devices = new DeviceMasks();
  private final ZeroKeeper zeros;
  private final RunLog log;
  private final TrainedNetwork trained;

  /** A run on a network; fails if the settings do not fit it. */
  public PruningRun(Model network, RunSettings settings) {
    this.settings = settings;
    PrunableModel model = PrunableModel.of(network);
    this.trained = new TrainedNetwork(model);
    RunSettings.Beginning beginning = settings.beginning();
    Optional<ResolvedRecipe> resolved =
        beginning
            .resolved()
            .or(() -> settings.recipe().map(recipe -> ResolvedRecipe.of(recipe, model)));
    this.origin = beginning.origin().orElseGet(() -> Origin.of(model));
    model.requireFits(settings.masks());
    this.stayZero = requireTrainable(resolved);
    resolved.ifPresent(
        r -> Requirements.of(r.recipe()).requireServedInTraining(settings.samples().isPresent()));
    this.masks = new CurrentMasks(settings.masks(), settings.mailbox());
    this.log = new RunLog(settings, network::score);
    this.gathering = resolved.map(r -> StepParts.gathering(r, model, origin));
    this.changes =
        resolved.map(
            r -> new MaskChanges(r, origin, masks, gathering.orElseThrow(), settings, log));
    this.parts = new ArrayList<>(gathering.stream().toList());
    resolved.ifPresent(r -> parts.addAll(StepParts.of(r, model, origin)));
    changes.ifPresent(c -> c.with(parts));
    beginning.memory().ifPresent(saved -> RunMemory.load(saved, model, parts));
    this.zeros = zerosOfCopy();
    resolved.ifPresent(r -> RunLog.LOG.info("Pruning a {}:\n{}", model, r));
    resolved.ifPresent(r -> r.remarks().forEach(RunLog.LOG::warn));
    resolved.ifPresent(r -> RunLog.warnIfAllAtOnce(r.recipe().cadence(), model.iteration()));
    if (beginning.epochIsOver()) {
      epochEnded();
    }
  }

  private TrainedZeros requireTrainable(Optional<ResolvedRecipe> resolved) {
    List<ModelParam> pruned = resolved.map(r -> r.paramsIn(model())).orElse(List.of());
    List<ModelParam> masked =
        model().params().stream()
            .filter(p -> settings.masks().get(p.key()).isPresent() || pruned.contains(p))
            .toList();
    TrainedZeros tried = model().requireTrainable(masked);
    return settings.mailbox().isEmpty() ? tried : tried.untried();
  }

  /** An epoch begins. */
  public void epochStarts() {
    changes.ifPresent(c -> c.timetable().epochStarts());
    zeros.clearWeights(model(), masks());
  }

  /** Whether activations are asked for. */
  public boolean gathersActivations() {
    return gathering.filter(Gathering::wantsActivations).isPresent();
  }

  @Override
  public void forwardPassed(Map<String, INDArray> activations) {
    gathering.ifPresent(g -> g.forwardPassed(activations, model().network().batchSize()));
  }

  @Override
  public void backwardPassed() {
    int batch = model().network().batchSize();
    parts.forEach(part -> part.backwardPassed(model(), batch));
  }

  /** Between backward pass and update. */
  @Override
  public void beforeUpdate() {
    Step step = stepOf(model());
    try {
      if (!masks.comeFromElsewhere()) {
        zeros.requireHeld(model(), masks());
      }
      parts.forEach(part -> part.gradientArrived(step));
      changes.ifPresent(c -> c.change(step, zeros));
      parts.forEach(part -> part.addToGradient(step));
    } finally {
      zeros.clear(model(), step.views(), masks()); // whatever a consumer of events has thrown
    }
  }

  @Override
  public void afterUpdate() {
    for (StepPart part : parts) {
      if (part.updated(model())) {
        zeros.clearWeights(model(), masks());
      }
    }
    if (masks.comeFromElsewhere()) {
      zeros.clearAfterExchange(model());
    } else {
      zeros.clearAfterUpdate(model());
    }
    changes.ifPresent(MaskChanges::stepDone);
  }

  /** An epoch is over. */
  public void epochEnded() {
    requireNumbers();
    changes.ifPresent(MaskChanges::epochEnded);
  }

  /** Refuses to call pruned what has diverged: names the layer. */
  public void requireNumbers() {
    WeightInspection.requireNumbers(model());
  }

  @Override
  public void clearAllAgain() {
    zeros.clearAllAgain();
  }

  /** Between backward pass and update in layer-wise pretraining, where nothing is decided. */
  public void beforeLayerUpdate(Model layer) {
    model().viewsOf(layer).ifPresent(views -> zeros.clear(model(), views, masks()));
  }

  /** The step that a network, this one or a worker's copy, is in. */
  Step stepOf(PrunableModel trained) {
    FlatViews views = trained.views();
    int batch = trained.network().batchSize();
    return changes
        .map(MaskChanges::timetable)
        .map(table -> new Step(trained, views, batch, table.step(), table.progress()))
        .orElseGet(() -> new Step(trained, views, batch, 0, 1));
  }

  /** What keeps a copy's zeros zero; it shares the masks' flat form with this network. */
  ZeroKeeper zerosOfCopy() {
    return new ZeroKeeper(stayZero, devices);
  }

  ZeroKeeper zeros() {
    return zeros;
  }

  /** How masks change; empty for a listener that only keeps them. */
  Optional<MaskChanges> changes() {
    return changes;
  }

  Origin origin() {
    return origin;
  }

  /** What a checkpoint holds besides the network. */
  public RunState state(
      RunState.Machine machine,
      RunState.RandomState random,
      Optional<DataPosition> position,
      boolean inStep,
      OptionalDouble score) {
    return new RunState(
        resolved().map(SavedRecipe::of),
        masks(),
        RunMemory.save(changes, parts),
        origin.saved(),
        machine,
        random,
        position,
        inStep,
        score);
  }

  /**
   * What a run in what is left of the network begins with.
   *
   * @throws IllegalArgumentException if the smaller network was made of other masks
   */
  public RunSettings.Beginning continueOn(Compacted<?> smaller) {
    smaller.plan().requireMadeFor(model().network());
    if (!smaller.plan().masks().isSubsetOf(masks())) {
      throw new IllegalArgumentException(
          "The smaller network was made of other masks than this listener keeps: plan with"
              + " listener.masks(), or with their intersection with more");
    }
    Origin began = origin.cut(model(), smaller.plan().keptPositions());
    return new RunSettings.Beginning(
        resolved(),
        Optional.of(RunMemory.save(changes, parts)),
        Optional.of(began),
        history(),
        false);
  }

  /** The recipe, applied to the network that pruning began with. */
  public Optional<ResolvedRecipe> resolved() {
    return changes.map(MaskChanges::resolved);
  }

  /** The masks that hold. */
  public MaskStore masks() {
    return masks.now();
  }

  /** How far pruning has come. */
  public PruningStatus status() {
    return masks.told(model(), changes.map(MaskChanges::status).orElseGet(masks::status));
  }

  /** What has happened so far. */
  public PruningHistory history() {
    return log.history();
  }

  /** Grows with each mask change. */
  public long version() {
    return history().changes().size();
  }

  PrunableModel model() {
    return trained.model();
  }

  /** The parameters that both this recipe and another's prune, in the same network. */
  public List<String> prunesWith(PruningRun other) {
    return model().network() == other.model().network()
        ? prunedKeys().stream().filter(other.prunedKeys()::contains).toList()
        : List.of();
  }

  private List<String> prunedKeys() {
    return resolved()
        .map(r -> r.paramsIn(model()).stream().map(ModelParam::key).toList())
        .orElse(List.of());
  }

  /** Lets masks hold that were decided ahead for this step. */
  public void adoptDecided() {
    changes.ifPresent(MaskChanges::adoptDecided);
  }

  /** Clears what is pruned, outside of a step. */
  public void applyMasks() {
    model().apply(masks());
  }

  /** The network's updater; made if there is none yet. */
  public BaseMultiLayerUpdater<?> requireUpdater() {
    return model().requireUpdater();
  }

  /** Whether this is the network that the run is of. */
  public boolean isOf(Model network) {
    return trained.is(network);
  }

  /** Refuses another network; takes a new look at this one if its arrays were rebuilt. */
  public void requireSame(Model network) {
    if (trained.requireSame(network)) {
      zeros.forget();
    }
  }
}
