package io.github.dl4jpruning.training.workers;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.training.LeadStep;
import io.github.dl4jpruning.training.PruningRun;
import io.github.dl4jpruning.training.ReplicaStep;
import io.github.dl4jpruning.training.RunLog;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;

/**
 * The threads of a ParallelWrapper that share one listener. Each {@code fit()} has new ones; worker
 * 0 trains the user's network.
 *
 * <p>What a listener throws in a worker makes ParallelWrapper wait for that worker for ever. So a
 * failure is kept until the next step, which no worker begins before all have ended the last one:
 * there they all stop.
 */
public final class Workers {
  /** How long a replica waits for worker 0's first gradient; then it goes on without. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** How long worker 0 gives its network's lock away, once per {@code fit()}. */
  private static final long LOCK_MILLIS = 20;

  private final Map<Integer, Worker> byNumber = new ConcurrentHashMap<>();
  private final Function<Model, PruningRun> runs;
  private volatile Optional<PruningRun> run = Optional.empty();
  private volatile Optional<Failure> failure = Optional.empty();
  private volatile int adoptFrom;
  private Optional<BaseMultiLayerUpdater<?>> updater = Optional.empty();
  private boolean inFit;

  /**
   * What went wrong.
   *
   * @param step of the worker, in its {@code fit()}; all stop in later ones
   */
  private record Failure(Throwable cause, int step) {}

  /** For runs that a listener makes, or has made, for the user's network. */
  public Workers(Function<Model, PruningRun> runs) {
    this.runs = runs;
  }

  /** The calling thread's part. */
  public Worker of(Model network) {
    int number = WorkerThread.number();
    Worker known = byNumber.get(number);
    if (known != null && known.thread() == Thread.currentThread()) {
      return known;
    }
    Worker worker =
        number == 0
            ? new Worker(this, () -> root(network))
            : new Worker(this, () -> replica(network, Optional.ofNullable(known)));
    if (number == 0) {
      adoptFrom = 0;
      failure = failure.map(earlier -> new Failure(earlier.cause(), -1));
      byNumber.put(number, worker);
      worker.join();
    } else {
      byNumber.put(number, worker);
    }
    return worker;
  }

  private LeadStep root(Model network) {
    PruningRun own = runs.apply(network);
    Worker worker = Objects.requireNonNull(byNumber.get(0));
    LeadStep lead = new LeadStep(own, () -> adoptFrom = worker.steps() + 1);
    epochEnded(own);
    inFit = true;
    lead.begin();
    updater = Optional.of(own.requireUpdater());
    letReplicasIn(network);
    run = Optional.of(own);
    return lead;
  }

  /**
   * DL4J's deadlock: a replica that asks the network for its updater, before there is one, waits
   * for the lock that worker 0 holds in {@code fit()}, while worker 0 will wait for the replica.
   * Now that there is an updater, nobody else needs the lock; whoever waits for it gets it here.
   */
  @SuppressWarnings("WaitNotInLoop") // nothing to wait for: waiting is what gives the lock away
  private static void letReplicasIn(Model network) {
    if (Thread.holdsLock(network)) {
      try {
        network.wait(LOCK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ReplicaStep replica(Model network, Optional<Worker> earlier) {
    awaitRoot(earlier);
    return new ReplicaStep(
        network,
        run.orElseThrow(
            () ->
                new IllegalStateException(
                    "Worker 0, which decides what is pruned, has not come to its first step")));
  }

  /** Waits until worker 0 of the same {@code fit()} has dealt with its first gradient. */
  private synchronized void awaitRoot(Optional<Worker> earlier) {
    long start = System.nanoTime();
    while (!isRootHere(earlier) && System.nanoTime() - start < PATIENCE_NANOS) {
      try {
        TimeUnit.MILLISECONDS.timedWait(this, 100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Thread numbers grow: an earlier fit's root is older than that fit's thread in my place. */
  private boolean isRootHere(Optional<Worker> earlier) {
    Worker root = byNumber.get(0);
    return root != null
        && root.thread().isAlive()
        && root.hasBegun()
        && earlier.map(e -> e.thread().getId() < root.thread().getId()).orElse(true);
  }

  synchronized void begun() {
    notifyAll();
  }

  MaskStore masks() {
    return run.map(PruningRun::masks).orElse(MaskStore.empty());
  }

  /** Lets masks hold that were decided ahead, if this is the step for it. */
  void adoptDecided(Worker worker) {
    if (worker.steps() >= adoptFrom) {
      run.ifPresent(own -> own.adoptDecided());
    }
  }

  /** Whether all workers of this {@code fit()} have. */
  boolean haveAllAdopted(MaskStore masks) {
    return byNumber.values().stream()
        .allMatch(worker -> worker.hasAdopted(masks) || !worker.thread().isAlive());
  }

  /** Runs what must not throw now; after an error, ParallelWrapper would wait for ever. */
  void guard(Worker worker, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      fail(e, worker);
    }
  }

  private synchronized void fail(Throwable cause, Worker worker) {
    if (failure.isEmpty()) {
      failure = Optional.of(new Failure(cause, worker.steps()));
      RunLog.LOG.error(
          "Pruning failed in {}; all workers stop in the next step", worker.thread(), cause);
    }
  }

  void stopIfFailed(Worker worker) {
    if (failure.filter(f -> worker.steps() > f.step()).isPresent()) {
      requireNoFailure();
    }
  }

  /** Throws what a worker has kept. */
  public void requireNoFailure() {
    failure.ifPresent(
        f -> {
          throw new IllegalStateException(
              "Pruning failed in a worker: " + f.cause().getMessage(), f.cause());
        });
  }

  /** What a {@code fit()} leaves to be done. */
  public void afterFit(Model network) {
    requireNoFailure();
    PruningRun own = runs.apply(network);
    BaseMultiLayerUpdater<?> now = own.requireUpdater();
    updater.ifPresent(before -> restore(before, now));
    own.applyMasks();
    epochEnded(own);
  }

  /** ParallelWrapper drops a MultiLayerNetwork's updater at the end of each {@code fit()}. */
  @SuppressWarnings("ReferenceEquality") // the very object, or another one
  private static void restore(BaseMultiLayerUpdater<?> before, BaseMultiLayerUpdater<?> now) {
    if (before != now && now.getStateViewArray() != null) {
      now.getStateViewArray().assign(before.getStateViewArray());
    }
  }

  /** DL4J tells of no epochs here: each {@code fit()} is one. */
  private void epochEnded(PruningRun own) {
    if (inFit) {
      inFit = false;
      own.epochEnded();
    }
  }
}
