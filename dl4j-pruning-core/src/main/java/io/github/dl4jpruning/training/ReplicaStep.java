package io.github.dl4jpruning.training;

import io.github.dl4jpruning.model.PrunableModel;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A worker's copy of the network: keeps the run's masks, decides nothing, gathers nothing. */
public final class ReplicaStep implements TrainingStep {
  private final PruningRun run;
  private final PrunableModel model;
  private final ZeroKeeper zeros;
  private final List<GroupLasso> penalties;

  /**
   * The part of a copy in a run.
   *
   * @throws IllegalStateException if it is no copy of the run's network
   */
  public ReplicaStep(Model network, PruningRun run) {
    this.run = run;
    this.model = PrunableModel.of(network);
    if (!model.params().equals(run.model().params())) {
      throw new IllegalStateException(
          "A worker trains another network than its PruningListener's: %s instead of %s"
              .formatted(model.params(), run.model().params()));
    }
    this.zeros = run.zerosOfCopy();
    this.penalties =
        run.resolved().map(r -> StepParts.penalties(r, model, run.origin())).orElse(List.of());
  }

  @Override
  public void forwardPassed(Map<String, INDArray> activations) {}

  @Override
  public void backwardPassed() {}

  @Override
  public void beforeUpdate() {
    Step step = run.stepOf(model);
    penalties.forEach(penalty -> penalty.addToGradient(step));
    zeros.clear(model, step.views(), run.masks());
  }

  @Override
  public void afterUpdate() {
    zeros.clearAfterExchange(model);
  }

  @Override
  public void clearAllAgain() {
    zeros.clearAllAgain();
  }
}
