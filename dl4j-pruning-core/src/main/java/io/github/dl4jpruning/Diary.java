package io.github.dl4jpruning;

import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.report.WeightHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happens in a run, and remembers it; may be read from any thread. */
final class Diary {
  private static final Logger log = LoggerFactory.getLogger(PruningListener.class);

  private final List<Consumer<PruningEvent>> consumers;
  private final List<PruningHistory.Change> changes;
  private final Map<String, WeightHistogram> before;

  Diary(PruningHistory soFar, List<Consumer<PruningEvent>> consumers) {
    this.consumers = List.copyOf(consumers);
    this.changes = new ArrayList<>(soFar.changes());
    this.before = new LinkedHashMap<>(soFar.before());
  }

  /** Looks at the flat weights, which are on the host anyway, if nothing was pruned so far. */
  synchronized void changeComes(float[] weights, List<ModelParam> pruned, MaskStore masks) {
    if (before.isEmpty() && masks.sparsity() == 0 && changes.stream().allMatch(Diary::isHeld)) {
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

  void add(PruningEvent event, double reached, double loss) {
    synchronized (this) {
      changes.add(PruningHistory.Change.of(event, reached, loss));
    }
    log.info("{}", event);
    consumers.forEach(consumer -> consumer.accept(event));
  }

  synchronized PruningHistory history() {
    return new PruningHistory(changes, before);
  }
}
