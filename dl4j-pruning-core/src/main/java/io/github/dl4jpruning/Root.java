package io.github.dl4jpruning;

import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.Growth;
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
final class Root implements TrainingStep {
  private final PruningRun run;
  private final Runnable decidesAhead;
  private Optional<INDArray> gradient = Optional.empty();

  /** The task is run before masks are decided for the next step. */
  Root(PruningRun run, Runnable decidesAhead) {
    run.resolved().map(ResolvedRecipe::recipe).ifPresent(Root::requireShareable);
    this.run = run;
    this.decidesAhead = decidesAhead;
  }

  private static void requireShareable(PruningRecipe recipe) {
    if (recipe.rewind().isPresent() || recipe.meanReplacement() || hidesWeights(recipe)) {
      throw new IllegalArgumentException(
          "Several workers can't follow a recipe with rewindTo(k), meanReplacement() or"
              + " Growth.surgery(): these write weights into one network, and ParallelWrapper's"
              + " workers each have their own. Leave them out, or train in one thread");
    }
  }

  private static boolean hidesWeights(PruningRecipe recipe) {
    return recipe.growth().filter(Growth.Surgery.class::isInstance).isPresent();
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
    if (run.changes.needGradient()
        && run.memory.timetable.filter(Timetable::isDueAfterThis).isPresent()) {
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        gradient = Optional.of(run.model().views().gradient().dup());
      }
    }
    run.beforeUpdate();
  }

  @Override
  public void afterUpdate() {
    run.zeros.clearAfterExchange(run.model());
    run.afterUpdate();
    run.memory
        .timetable
        .filter(Timetable::isDue)
        .filter(table -> !run.changes.isVetoed(table))
        .ifPresent(
            table -> {
              decidesAhead.run();
              run.changes.decideAhead(run.model(), table, gradient);
            });
  }

  @Override
  public void clearAllAgain() {
    run.clearAllAgain();
  }
}
