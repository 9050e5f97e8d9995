package io.github.dl4jpruning;

import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A worker's copy of the network: keeps the run's masks, decides nothing, gathers nothing. */
final class Replica implements TrainingStep {
  private final PruningRun run;
  private final PrunableModel model;
  private final ZeroKeeper zeros;
  private final List<GroupLasso> penalties;

  Replica(Model network, PruningRun run) {
    this.run = run;
    this.model = PrunableModel.of(network);
    if (!model.params().equals(run.model().params())) {
      throw new IllegalStateException(
          "A worker trains another network than its PruningListener's: %s instead of %s"
              .formatted(model.params(), run.model().params()));
    }
    this.zeros = run.zerosOfCopy();
    this.penalties = run.penaltiesOf(model);
  }

  @Override
  public void forwardPassed(Map<String, INDArray> activations) {}

  @Override
  public void backwardPassed() {}

  @Override
  public void beforeUpdate() {
    FlatViews views = model.views();
    run.memory.timetable.ifPresent(
        table ->
            penalties.forEach(
                penalty ->
                    penalty.add(
                        model, views.gradient(), table.progress(), model.network().batchSize())));
    zeros.clear(model, views, run.masks());
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
