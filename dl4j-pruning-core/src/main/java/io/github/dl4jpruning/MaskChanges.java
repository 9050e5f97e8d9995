package io.github.dl4jpruning;

import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.select.Growth;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A run's masks, and how they change: decided by one thread, adopted by the first one that comes to
 * the step they were decided for, told to the user.
 */
final class MaskChanges {
  private final Diary diary;
  private final LongSupplier nanoClock;
  private final Optional<ResolvedRecipe> resolved;
  private final Optional<Samples> samples;
  private final Memory memory;
  private final Origin origin;
  private final Model network;
  private final Optional<Mailbox> mailbox;
  private volatile MaskStore masks;
  private volatile Optional<Decided> ahead = Optional.empty();

  /**
   * Masks that do not hold yet.
   *
   * @param step the training step from which on they will
   * @param took what the decision took
   */
  record Decided(MaskStore masks, long step, Duration took) {}

  MaskChanges(
      PruningListenerBuilder settings,
      Optional<ResolvedRecipe> resolved,
      Memory memory,
      Origin origin,
      Model network) {
    this.diary = new Diary(settings.history, settings.consumers);
    this.nanoClock = settings.nanoClock;
    this.samples = settings.samples;
    this.masks = settings.masks;
    this.mailbox = settings.mailbox;
    this.resolved = resolved;
    this.memory = memory;
    this.origin = origin;
    this.network = network;
  }

  /** The masks that hold. */
  MaskStore masks() {
    return mailbox.map(Mailbox::masks).orElse(masks);
  }

  /** Grows with each change. */
  long version() {
    return diary.history().changes().size();
  }

  /** Whether they are decided in another process, and other processes' updates arrive here. */
  boolean comeFromElsewhere() {
    return mailbox.isPresent();
  }

  /** What has happened so far. */
  PruningHistory history() {
    return diary.history();
  }

  boolean hasSamples() {
    return samples.isPresent();
  }

  long nanos() {
    return nanoClock.getAsLong();
  }

  /** Asks the guard, and lets this change pass by if it says so. */
  boolean isVetoed(Timetable table) {
    Optional<Guard.Action> veto = memory.guard.flatMap(GuardWatch::veto);
    veto.ifPresent(
        action -> {
          boolean stop = action == Guard.Action.STOP;
          table.passed(stop ? PruningStatus.State.STOPPED : PruningStatus.State.HELD);
          announce(
              stop ? PruningEvent.Kind.STOPPED : PruningEvent.Kind.HELD,
              table,
              masks,
              Duration.ZERO);
        });
    return veto.isPresent();
  }

  /** Whether decisions look at the gradient. */
  boolean needGradient() {
    return resolved.flatMap(r -> r.recipe().growth()).orElse(null) instanceof Growth.ByGradient;
  }

  /** What comes next, from a network as it is; its weights may be given as hidden ones. */
  MaskStore decide(
      PrunableModel model, Timetable table, Optional<float[]> hidden, Optional<INDArray> gradient) {
    Map<Signal, Map<String, float[]>> gathered =
        memory.signals().map(SignalCollector::take).orElse(Map.of());
    return decide(model, table, hidden, gradient, gathered);
  }

  /** The same where this network takes no training steps: signals come from the samples. */
  MaskStore decideOnSamples(PrunableModel model, Timetable table) {
    ResolvedRecipe recipe = resolved.orElseThrow();
    Set<Signal> wanted = recipe.recipe().criterion().signals();
    Map<Signal, Map<String, float[]>> gathered =
        wanted.isEmpty()
            ? Map.of()
            : new Trial(model, origin, samples.orElseThrow()).signals(wanted, recipe.pools());
    return decide(model, table, Optional.empty(), Optional.empty(), gathered);
  }

  private MaskStore decide(
      PrunableModel model,
      Timetable table,
      Optional<float[]> hidden,
      Optional<INDArray> gradient,
      Map<Signal, Map<String, float[]>> signals) {
    ResolvedRecipe recipe = resolved.orElseThrow();
    Survivors positions = origin.positions();
    float[] weights = hidden.orElseGet(() -> model.flatParams().toFloatVector());
    diary.changeComes(weights, recipe.paramsIn(model), masks);
    MaskStore decided =
        new Decision(
                origin,
                recipe,
                table.progress(),
                table.step(),
                origin.spread(masks),
                positions.spread(weights),
                signals,
                gradient
                    .filter(array -> needGradient())
                    .map(array -> positions.spread(array.toFloatVector())),
                memory.removals,
                samples
                    .filter(data -> recipe.recipe().criterion().needsData())
                    .map(data -> new Trial(model, origin, data)::probe))
            .masks();
    return origin.gather(decided, model);
  }

  /** Decides for the step that is about to come, so that all workers adopt in the same one. */
  void decideAhead(PrunableModel model, Timetable table, Optional<INDArray> gradient) {
    long start = nanos();
    MaskStore decided = decide(model, table, Optional.empty(), gradient);
    ahead = Optional.of(new Decided(decided, table.step(), Duration.ofNanos(nanos() - start)));
  }

  /** Lets masks hold that were decided ahead for this step, unless another thread has done so. */
  void adoptDecided() {
    if (ahead.isPresent()) {
      synchronized (this) {
        memory.timetable.ifPresent(
            table ->
                ahead
                    .filter(decided -> decided.step() == table.step())
                    .ifPresent(decided -> adopt(table, decided.masks(), decided.took())));
        ahead = Optional.empty();
      }
    }
  }

  /** Lets masks hold from now on. */
  void adopt(Timetable table, MaskStore after, Duration took) {
    MaskStore before = masks;
    masks = after;
    table.passed(PruningStatus.State.RUNNING);
    if (table.isComplete()) {
      memory.forgetSignals();
    }
    announce(PruningEvent.Kind.PRUNED, table, before, took);
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
    double reached = resolved.orElseThrow().reached(origin.spread(masks));
    diary.add(event, reached, network.score());
  }
}
