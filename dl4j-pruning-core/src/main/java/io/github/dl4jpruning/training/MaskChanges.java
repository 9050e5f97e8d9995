package io.github.dl4jpruning.training;

import io.github.dl4jpruning.checkpoint.SavedMemory;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.recipe.Requirements;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.select.RemovalOrder;
import io.github.dl4jpruning.training.decision.Decision;
import io.github.dl4jpruning.training.decision.SampleRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a recipe changes a run's masks: when, to what, and who is told. Decided by one thread,
 * adopted by the first one that comes to the step they were decided for.
 */
final class MaskChanges {
  private final ResolvedRecipe resolved;
  private final Requirements needs;
  private final Origin origin;
  private final CurrentMasks masks;
  private final Timetable timetable;
  private final Optional<GuardWatch> guard;
  private final Optional<RemovalOrder> removals;
  private final Gathering gathering;
  private final Optional<Samples> samples;
  private final LongSupplier nanoClock;
  private final RunLog log;
  private List<StepPart> parts = List.of();
  private volatile Optional<Decided> ahead = Optional.empty();

  MaskChanges(
      ResolvedRecipe resolved,
      Origin origin,
      CurrentMasks masks,
      Gathering gathering,
      RunSettings settings,
      RunLog log) {
    Optional<SavedMemory> saved = settings.beginning().memory();
    this.resolved = resolved;
    this.needs = Requirements.of(resolved.recipe());
    this.origin = origin;
    this.masks = masks;
    this.gathering = gathering;
    this.log = log;
    this.samples = settings.samples();
    this.nanoClock = settings.nanoClock();
    this.timetable = new Timetable(resolved);
    this.guard = settings.guard().map(GuardWatch::new);
    this.removals =
        resolved.recovers()
            ? Optional.of(
                saved.map(m -> RemovalOrder.of(m.removals())).orElseGet(RemovalOrder::new))
            : Optional.empty();
    saved.ifPresent(this::load);
  }

  /** What takes part in each change, in this order. */
  void with(List<StepPart> takingPart) {
    parts = List.copyOf(takingPart);
    if (timetable.isComplete()) {
      parts.forEach(StepPart::complete);
    }
  }

  private void load(SavedMemory saved) {
    saved.clock().ifPresent(timetable::load);
    guard.ifPresent(watch -> watch.load(saved.guardBest(), saved.guardLatest()));
  }

  SavedMemory save(Map<String, SavedArray> arrays) {
    return new SavedMemory(
        Optional.of(timetable.clock()),
        removals.map(RemovalOrder::ranks).orElse(Map.of()),
        arrays,
        guard.map(GuardWatch::best).orElseGet(OptionalDouble::empty),
        guard.map(GuardWatch::latest).orElseGet(OptionalDouble::empty));
  }

  ResolvedRecipe resolved() {
    return resolved;
  }

  Timetable timetable() {
    return timetable;
  }

  PruningStatus status() {
    return timetable.status(resolved.reached(origin.spread(masks.now())));
  }

  /** An epoch is over; an unfinished schedule says so. */
  void epochEnded() {
    timetable.epochEnded();
    consultGuard();
    if (!timetable.isComplete()) {
      log.unfinished(timetable.epoch(), status(), timetable.stepsOfEpoch());
    }
    if (timetable.firstIsFarAfterFirstEpoch()) {
      log.notBegun(resolved.recipe().cadence().first(), timetable.stepsOfEpoch());
    }
  }

  /** One more step is over. */
  void stepDone() {
    timetable.stepDone();
    consultGuard();
  }

  private void consultGuard() {
    if (timetable.isDueNext()) {
      guard.ifPresent(GuardWatch::look);
    }
  }

  /** Lets masks hold from this step on: those decided for it, or new ones if they are due. */
  void change(Step step, ZeroKeeper zeros) {
    timetable.warnIfNoEpochs();
    adoptDecided();
    if (timetable.isDue() && !isVetoed()) {
      changeNow(step, zeros);
    }
  }

  private void changeNow(Step step, ZeroKeeper zeros) {
    long start = nanoClock.getAsLong();
    PrunableModel model = step.model();
    MaskStore before = masks.now();
    float[] weights =
        parts.stream()
            .flatMap(part -> part.weightsToScore(model, before).stream())
            .findFirst()
            .orElseGet(() -> model.flatParams().toFloatVector());
    Decided after = decide(model, weights, gathering.take(), Optional.of(step.gradient()), start);
    parts.forEach(part -> part.masksChange(step, before, after.masks()));
    zeros.flatten(model, after.masks());
    adopt(after);
  }

  /** Changes them now in a network that takes no steps itself: signals from samples. */
  void changeBetweenRounds(PrunableModel model) {
    if (isVetoed()) {
      return;
    }
    long start = nanoClock.getAsLong();
    Set<Signal> wanted = resolved.recipe().criterion().signals();
    Map<Signal, Map<String, float[]>> signals =
        wanted.isEmpty()
            ? Map.of()
            : new SampleRun(model, origin, samples.orElseThrow()).signals(wanted, resolved.pools());
    float[] weights = model.flatParams().toFloatVector();
    adopt(decide(model, weights, signals, Optional.empty(), start));
  }

  /**
   * Every worker has done so many more steps; returns whether masks were due in any of them, and
   * the guard has looked.
   */
  boolean stepsDone(long steps) {
    boolean due = false;
    for (long step = 0; step < steps; step++) {
      timetable.stepDone();
      due |= timetable.isDue();
    }
    if (due) {
      guard.ifPresent(GuardWatch::look);
    }
    return due;
  }

  /** Whether the next step's masks will be decided with a look at this one's gradient. */
  boolean willNeedGradient() {
    return needs.gradient() && timetable.isDueAfterThis();
  }

  /**
   * Decides for the step that is about to come, so that all workers adopt in the same one.
   *
   * @param first run before a decision is made
   */
  void decideAhead(PrunableModel model, Optional<INDArray> gradient, Runnable first) {
    if (timetable.isDue() && !isVetoed()) {
      first.run();
      decideNow(model, gradient);
    }
  }

  private void decideNow(PrunableModel model, Optional<INDArray> gradient) {
    long start = nanoClock.getAsLong();
    ahead =
        Optional.of(
            decide(model, model.flatParams().toFloatVector(), gathering.take(), gradient, start));
  }

  /** Lets masks hold that were decided ahead for this step, unless another thread has done so. */
  void adoptDecided() {
    if (ahead.isPresent()) {
      synchronized (this) {
        ahead.filter(decided -> decided.step() == timetable.step()).ifPresent(this::adopt);
        ahead = Optional.empty();
      }
    }
  }

  /** Asks the guard, and lets this change pass by if it says so. */
  private boolean isVetoed() {
    Optional<Guard.Action> veto = guard.flatMap(GuardWatch::veto);
    veto.ifPresent(
        action -> {
          boolean stop = action == Guard.Action.STOP;
          timetable.passed(stop ? PruningStatus.State.STOPPED : PruningStatus.State.HELD);
          announce(
              stop ? PruningEvent.Kind.STOPPED : PruningEvent.Kind.HELD,
              masks.now(),
              Duration.ZERO,
              List.of());
        });
    return veto.isPresent();
  }

  private Decided decide(
      PrunableModel model,
      float[] weights,
      Map<Signal, Map<String, float[]>> signals,
      Optional<INDArray> gradient,
      long start) {
    log.changeComes(weights, resolved.paramsIn(model), masks.now());
    MaskStore decided =
        new Decision(
                origin,
                resolved,
                timetable.progress(),
                timetable.step(),
                origin.spread(masks.now()),
                origin.positions().spread(weights),
                signals,
                gradient
                    .filter(array -> needs.gradient())
                    .map(array -> origin.positions().spread(array.toFloatVector())),
                removals,
                samples
                    .filter(data -> needs.losses())
                    .map(data -> new SampleRun(model, origin, data)::probe))
            .masks();
    WeightInspection.requireNumbers(model); // those that no score has looked at
    MaskStore after = origin.gather(decided, model);
    return new Decided(after, masks.warnings(model, after), timetable.step(), since(start));
  }

  private void adopt(Decided after) {
    MaskStore before = masks.now();
    masks.set(after.masks());
    timetable.passed(PruningStatus.State.RUNNING);
    if (timetable.isComplete()) {
      parts.forEach(StepPart::complete);
    }
    announce(PruningEvent.Kind.PRUNED, before, after.took(), after.warnings());
  }

  private void announce(
      PruningEvent.Kind kind, MaskStore before, Duration took, List<String> warnings) {
    MaskStore now = masks.now();
    PruningEvent event =
        new PruningEvent(
            kind,
            timetable.step(),
            Math.max(0, timetable.epoch()),
            resolved.sparsityAt(timetable.progress()),
            now,
            resolved.reached(origin.spread(now)),
            now.prunedBeyond(before),
            before.prunedBeyond(now),
            took,
            warnings);
    log.add(event);
  }

  private Duration since(long start) {
    return Duration.ofNanos(nanoClock.getAsLong() - start);
  }
}
