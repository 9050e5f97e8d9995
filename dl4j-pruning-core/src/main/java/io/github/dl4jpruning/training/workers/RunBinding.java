package io.github.dl4jpruning.training.workers;

import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.training.OncePerStep;
import io.github.dl4jpruning.training.PruningRun;
import io.github.dl4jpruning.training.RunSettings;
import io.github.dl4jpruning.training.TrainingStep;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.api.Model;

/**
 * Binds a listener to the first network that it sees, and says whose step a callback is part of:
 * that network's, or a worker's.
 */
public final class RunBinding {
  private final RunSettings settings;
  private final BiConsumer<Model, PruningRun> beforeFirst;
  private final Workers workers = new Workers(this::runOf);
  private volatile PruningRun run;
  private volatile OncePerStep once;

  /**
   * Bound to nothing yet.
   *
   * @param beforeFirst may refuse a network and its run
   */
  public RunBinding(RunSettings settings, BiConsumer<Model, PruningRun> beforeFirst) {
    this.settings = settings;
    this.beforeFirst = beforeFirst;
  }

  /** The run, once there is a network. */
  public Optional<PruningRun> run() {
    return Optional.ofNullable(run);
  }

  /**
   * The run of a network; begun by the first one. The lock is for that moment only: DL4J holds the
   * network's own all along.
   *
   * @throws IllegalStateException if it is not the first one
   */
  public PruningRun runOf(Model network) {
    if (run == null) {
      begin(network);
    }
    run.requireSame(network);
    return run;
  }

  private synchronized void begin(Model network) {
    if (run == null) {
      PruningRun begun = new PruningRun(network, settings);
      beforeFirst.accept(network, begun);
      once = new OncePerStep(begun);
      run = begun;
    }
  }

  /** What a callback for a model is passed on to; nothing for a layer. */
  public Optional<TrainingStep> stepOf(Model model) {
    if (!Network.isNetwork(model)) {
      return Optional.empty();
    }
    if (WorkerThread.isCurrent()) {
      return Optional.of(workers.of(model));
    }
    runOf(model);
    return Optional.of(once);
  }

  /** An epoch of a network begins. */
  public void epochStarts(Model model) {
    if (Network.isNetwork(model)) {
      PruningRun of = runOf(model);
      if (once.epochStarts()) {
        of.epochStarts();
      }
    }
  }

  /** An epoch of a network is over. */
  public void epochEnded(Model model) {
    if (Network.isNetwork(model)) {
      PruningRun of = runOf(model);
      if (once.epochEnds()) {
        of.epochEnded();
      }
    }
  }

  /** Throws what a worker has kept. */
  public void requireNoFailure() {
    workers.requireNoFailure();
  }

  /** What a {@code fit()} of a ParallelWrapper leaves to be done. */
  public void afterFit(Model network) {
    workers.afterFit(network);
  }
}
