package io.github.dl4jpruning.training;

import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.event.WeightHistogram;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.schedule.Cadence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happens in a run, and remembers it; may be read from any thread. */
public final class RunLog {
  /** All that happens in runs is logged under this name, which users set levels for. */
  public static final Logger LOG = LoggerFactory.getLogger("io.github.dl4jpruning.PruningListener");

  private final List<Consumer<PruningEvent>> consumers;
  private final DoubleSupplier loss;
  private final List<PruningHistory.Change> changes;
  private final Map<String, WeightHistogram> before;
  private final Set<String> said = new HashSet<>();

  /** The loss is asked for at each change. */
  RunLog(RunSettings settings, DoubleSupplier loss) {
    PruningHistory soFar = settings.beginning().history();
    this.consumers = settings.consumers();
    this.loss = loss;
    this.changes = new ArrayList<>(soFar.changes());
    this.before = new LinkedHashMap<>(soFar.before());
  }

  /** Looks at the flat weights, which are on the host anyway, if nothing was pruned so far. */
  synchronized void changeComes(float[] weights, List<ModelParam> pruned, MaskStore masks) {
    if (before.isEmpty() && masks.sparsity() == 0 && changes.stream().allMatch(RunLog::isHeld)) {
      for (ModelParam param : pruned) {
        int from = param.offset();
        float[] values = Arrays.copyOfRange(weights, from, from + param.length());
        before.put(param.key(), WeightHistogram.of(values));
      }
    }
  }

  private static boolean isHeld(PruningHistory.Change change) {
    return change.kind() == PruningEvent.Kind.HELD;
  }

  void add(PruningEvent event) {
    synchronized (this) {
      changes.add(PruningHistory.Change.of(event, loss.getAsDouble()));
    }
    LOG.info("{}", event);
    event.warnings().stream().filter(this::isNew).forEach(LOG::warn);
    consumers.forEach(consumer -> consumer.accept(event));
  }

  /** A cadence of one change before the first step prunes what nobody has trained. */
  static void warnIfAllAtOnce(Cadence cadence, int trained) {
    if (cadence.last() == 0 && trained == 0) {
      LOG.warn(
          "The whole target is pruned before the first training step, from weights that nobody has"
              + " trained: let the cadence end later, as in iterations(first, last, every), or prune"
              + " a trained network");
    }
  }

  /** At an epoch's end; how long the rest takes, if the recipe counts iterations. */
  void unfinished(long epoch, PruningStatus status, long stepsOfEpoch) {
    boolean counts = status.unit() == Cadence.Unit.ITERATIONS && stepsOfEpoch > 0;
    String pace =
        counts
            ? String.format(
                Locale.ROOT,
                ", %.1f more epochs of %d iterations",
                (double) status.remaining() / stepsOfEpoch,
                stepsOfEpoch)
            : "";
    LOG.info("Pruning is unfinished after epoch {}: {}{}", epoch, status, pace);
  }

  /** The first epoch is over, and nothing was due in it. */
  void notBegun(long first, long stepsOfEpoch) {
    LOG.warn(
        "The first epoch had {} iterations, and the first mask change comes at iteration {}: only"
            + " after {} epochs. Train that long, or let the cadence begin earlier",
        stepsOfEpoch,
        first,
        String.format(Locale.ROOT, "%.1f", (double) first / stepsOfEpoch));
  }

  private synchronized boolean isNew(String warning) {
    return said.add(warning);
  }

  synchronized PruningHistory history() {
    return new PruningHistory(changes, before);
  }
}
