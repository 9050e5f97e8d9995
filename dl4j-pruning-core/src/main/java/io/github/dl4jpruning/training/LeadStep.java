package io.github.dl4jpruning.training;

import io.github.dl4jpruning.recipe.Requirements;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The user's own network, trained by worker 0: drives the schedule, gathers signals and decides.
 * Masks for a step are decided at the end of the one before, with the weights as they are then;
 * ParallelWrapper lets no worker begin a step before all have ended the last one, so that all adopt
 * new masks in the same step, and averaging never mixes old with new.
 */
public final class LeadStep implements TrainingStep {
  private final PruningRun run;
  private final Runnable decidesAhead;
  private Optional<INDArray> gradient = Optional.empty();

  /** The task is run before masks are decided for the next step. */
  public LeadStep(PruningRun run, Runnable decidesAhead) {
    run.resolved().ifPresent(r -> Requirements.of(r.recipe()).requireServedByWorkers());
    this.run = run;
    this.decidesAhead = decidesAhead;
  }

  /** Begins a round of {@code fit()}: arrays may be others than before. */
  public void begin() {
    run.zeros().forget();
    run.zeros().expectOthers();
    run.epochStarts();
  }

  @Override
  public void forwardPassed(Map<String, INDArray> activations) {
    if (run.gathersActivations()) {
      run.forwardPassed(activations);
    }
  }

  @Override
  public void backwardPassed() {
    run.backwardPassed();
  }

  @Override
  public void beforeUpdate() {
    gradient = Optional.empty();
    if (run.changes().filter(MaskChanges::willNeedGradient).isPresent()) {
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        gradient = Optional.of(run.model().views().gradient().dup());
      }
    }
    run.beforeUpdate();
  }

  @Override
  public void afterUpdate() {
    run.zeros().clearAfterExchange(run.model());
    run.afterUpdate();
    run.changes().ifPresent(c -> c.decideAhead(run.model(), gradient, decidesAhead));
  }

  @Override
  public void clearAllAgain() {
    run.clearAllAgain();
  }
}
