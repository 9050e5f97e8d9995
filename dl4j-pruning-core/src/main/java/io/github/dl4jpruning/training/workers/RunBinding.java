package io.github.dl4jpruning.training.workers;

import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.training.OncePerStep;
import io.github.dl4jpruning.training.PruningRun;
import io.github.dl4jpruning.training.RunSettings;
import io.github.dl4jpruning.training.TrainingStep;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;

/**
 * Binds a listener to the first network that it sees, and says whose step a callback is part of:
 * that network's, or a worker's.
 */
public final class RunBinding {
  private final RunSettings settings;
  private final BiConsumer<Model, PruningRun> beforeFirst;
  private final Workers workers = new Workers(this::runOf);
  private volatile @Nullable Bound bound;

  private record Bound(PruningRun run, OncePerStep once) {}

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
    return Optional.ofNullable(bound).map(Bound::run);
  }

  /**
   * The run of a network; begun by the first one. The lock is for that moment only: DL4J holds the
   * network's own all along.
   *
   * @throws IllegalStateException if it is not the first one
   */
  public PruningRun runOf(Model network) {
    return boundTo(network).run();
  }

  private Bound boundTo(Model network) {
    Bound now = bound;
    if (now == null) {
      now = begin(network);
    }
    now.run().requireSame(network);
    return now;
  }

  private synchronized Bound begin(Model network) {
    Bound now = bound;
    if (now == null) {
      PruningRun begun = new PruningRun(network, settings);
      beforeFirst.accept(network, begun);
      now = new Bound(begun, new OncePerStep(begun));
      bound = now;
    }
    return now;
  }

  /** What a callback for a model is passed on to; nothing for a layer. */
  public Optional<TrainingStep> stepOf(Model model) {
    if (!Network.isNetwork(model)) {
      return Optional.empty();
    }
    if (WorkerThread.isCurrent()) {
      return Optional.of(workers.of(model));
    }
    return Optional.of(boundTo(model).once());
  }

  /** An epoch of a network begins. */
  public void epochStarts(Model model) {
    if (Network.isNetwork(model)) {
      Bound to = boundTo(model);
      if (to.once().epochStarts()) {
        to.run().epochStarts();
      }
    }
  }

  /** An epoch of a network is over. */
  public void epochEnded(Model model) {
    if (Network.isNetwork(model)) {
      Bound to = boundTo(model);
      if (to.once().epochEnds()) {
        to.run().epochEnded();
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
