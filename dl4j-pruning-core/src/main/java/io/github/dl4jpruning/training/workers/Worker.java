package io.github.dl4jpruning.training.workers;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.training.TrainingStep;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One thread of a ParallelWrapper during one {@code fit()}: a network's part in the run, and what
 * keeps it in step with the others.
 *
 * <p>Weights and updater state are cleared in each step until one in which all workers have adopted
 * the masks: before that, averaging may bring back what another worker had not yet cleared.
 */
final class Worker implements TrainingStep {
  private final Workers workers;
  private final Supplier<TrainingStep> joining;
  private final Thread thread = Thread.currentThread();
  private Optional<TrainingStep> part = Optional.empty();
  private MaskStore settled = MaskStore.empty();
  private volatile MaskStore adopted = MaskStore.empty();
  private volatile int steps;
  private volatile boolean begun;

  /** The part is made in the first step, by this thread. */
  Worker(Workers workers, Supplier<TrainingStep> joining) {
    this.workers = workers;
    this.joining = joining;
  }

  Thread thread() {
    return thread;
  }

  /** Steps done in this {@code fit()}. */
  int steps() {
    return steps;
  }

  /** Whether its first gradient has been dealt with. */
  boolean hasBegun() {
    return begun;
  }

  @SuppressWarnings("ReferenceEquality") // a store never changes; equals() would read all its bits
  boolean hasAdopted(MaskStore masks) {
    return adopted == masks;
  }

  /** Takes part from now on. */
  void join() {
    workers.guard(this, this::part);
  }

  private TrainingStep part() {
    if (part.isEmpty()) {
      part = Optional.of(joining.get());
    }
    return part.get();
  }

  @Override
  public void forwardPassed(Map<String, INDArray> activations) {
    part.ifPresent(own -> workers.guard(this, () -> own.forwardPassed(activations)));
  }

  @Override
  public void backwardPassed() {
    part.ifPresent(own -> workers.guard(this, own::backwardPassed));
  }

  @Override
  public void beforeUpdate() {
    try {
      workers.stopIfFailed(this);
      workers.guard(this, this::clear);
    } finally {
      begun = true;
      workers.begun();
    }
    workers.stopIfFailed(this);
  }

  @SuppressWarnings("ReferenceEquality") // as above
  private void clear() {
    TrainingStep own = part();
    workers.adoptDecided(this);
    if (settled != workers.masks()) {
      own.clearAllAgain();
    }
    own.beforeUpdate();
    adopted = workers.masks();
    if (workers.haveAllAdopted(adopted)) {
      settled = adopted;
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  public void afterUpdate() {
    part.ifPresent(own -> workers.guard(this, own::afterUpdate));
    steps++;
  }

  @Override
  public void clearAllAgain() {
    settled = MaskStore.empty();
  }
}
