package io.github.dl4jpruning.training;

import io.github.dl4jpruning.checkpoint.SavedMemory;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.PrunedUnits;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Cadence;
import java.util.OptionalDouble;

/**
 * Where training stands on the recipe's cadence. Counts for itself: DL4J's own counters start
 * elsewhere for a network that was trained before, and its epoch counter is reset by early
 * stopping.
 */
final class Timetable {
  /** So many epochs without a mask change are worth a warning. */
  private static final int FAR = 10;

  private final Cadence cadence;
  private final OptionalDouble target;
  private long step;
  private long epoch = -1;
  private long stepAtStart;
  private long stepsOfEpoch;
  private boolean dealtWith;
  private boolean epochIsNew;
  private boolean betweenEpochs;
  private boolean warned;
  private boolean inMidEpoch;
  private PruningStatus.State state = PruningStatus.State.NOT_STARTED;

  Timetable(ResolvedRecipe recipe) {
    this.cadence = recipe.recipe().cadence();
    this.target = recipe.sparsityAt(1);
  }

  /** The status of a listener without a recipe. */
  static PruningStatus keeping(PrunedUnits reached) {
    return new PruningStatus(
        PruningStatus.State.COMPLETE,
        Cadence.Unit.ITERATIONS,
        0,
        0,
        reached,
        OptionalDouble.of(reached.sparsity()));
  }

  synchronized PruningStatus status(PrunedUnits reached) {
    return new PruningStatus(
        state,
        cadence.unit(),
        cadence.unit() == Cadence.Unit.EPOCHS ? epoch + 1 : step,
        cadence.last(),
        reached,
        target);
  }

  synchronized SavedMemory.Clock clock() {
    return new SavedMemory.Clock(step, epoch, epochIsNew, betweenEpochs, state.name());
  }

  /** Goes on from there; an epoch that was under way is not begun once more. */
  synchronized void load(SavedMemory.Clock clock) {
    step = clock.step();
    epoch = clock.epoch();
    epochIsNew = clock.epochIsNew();
    betweenEpochs = clock.betweenEpochs();
    state = PruningStatus.State.valueOf(clock.state());
    inMidEpoch = epoch >= 0 && !betweenEpochs;
    stepAtStart = step;
  }

  synchronized long step() {
    return step;
  }

  long epoch() {
    return epoch;
  }

  boolean isComplete() {
    return state == PruningStatus.State.COMPLETE;
  }

  synchronized void epochStarts() {
    if (inMidEpoch) {
      inMidEpoch = false;
      return;
    }
    epoch++;
    dealtWith = false;
    epochIsNew = true;
    betweenEpochs = false;
  }

  synchronized void epochEnded() {
    betweenEpochs = true;
    inMidEpoch = false;
    stepsOfEpoch = step - stepAtStart;
    stepAtStart = step;
  }

  /** Of the epoch that has ended last; fewer if the run was resumed in it. */
  synchronized long stepsOfEpoch() {
    return stepsOfEpoch;
  }

  /** Whether the first epoch is over, and masks change only after a whole other one. */
  synchronized boolean firstIsFarAfterFirstEpoch() {
    return cadence.unit() == Cadence.Unit.ITERATIONS
        && epoch == 0
        && betweenEpochs
        && stepsOfEpoch > 0
        && cadence.first() / stepsOfEpoch >= FAR;
  }

  synchronized void stepDone() {
    step++;
    dealtWith = false;
    epochIsNew = false;
    if (state == PruningStatus.State.NOT_STARTED) {
      state = PruningStatus.State.RUNNING;
    }
  }

  /** Whether masks are to change in this step, and have not done so yet. */
  synchronized boolean isDue() {
    return !dealtWith
        && (cadence.unit() == Cadence.Unit.EPOCHS ? epochIsNew && fires(epoch) : fires(step));
  }

  /** Whether they are to change in the one after it. */
  boolean isDueAfterThis() {
    return cadence.unit() == Cadence.Unit.ITERATIONS && fires(step + 1);
  }

  /** Whether they may be in the next one, asked when a step (or an epoch) is over. */
  boolean isDueNext() {
    return cadence.unit() == Cadence.Unit.EPOCHS ? betweenEpochs && fires(epoch + 1) : fires(step);
  }

  synchronized double progress() {
    return cadence.progress(cadence.unit() == Cadence.Unit.EPOCHS ? epoch : step);
  }

  /** A position has been dealt with: changed, held or stopped. */
  synchronized void passed(PruningStatus.State outcome) {
    dealtWith = true;
    boolean done = outcome == PruningStatus.State.RUNNING && progress() >= 1;
    state = done ? PruningStatus.State.COMPLETE : outcome;
  }

  void warnIfNoEpochs() {
    if (cadence.unit() == Cadence.Unit.EPOCHS && epoch < 0 && !warned) {
      warned = true;
      RunLog.LOG.warn(
          "The recipe prunes by epochs, but DL4J announces none: fit(DataSet) and"
              + " fit(INDArray, INDArray) have no epochs. Nothing will be pruned; use"
              + " fit(DataSetIterator), or a recipe in iterations");
    }
  }

  private boolean fires(long position) {
    if (state == PruningStatus.State.COMPLETE || state == PruningStatus.State.STOPPED) {
      return false;
    }
    boolean late = position > cadence.last() && (position - cadence.last()) % cadence.every() == 0;
    return late || cadence.fires(position);
  }
}
