package io.github.dl4jpruning;

import java.util.function.BooleanSupplier;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;

/** Asks a condition only about networks at their final sparsity. */
final class CompleteTermination implements EpochTerminationCondition {
  private static final long serialVersionUID = 1;

  private final transient BooleanSupplier isComplete;
  private final EpochTerminationCondition condition;

  CompleteTermination(BooleanSupplier isComplete, EpochTerminationCondition condition) {
    this.isComplete = isComplete;
    this.condition = condition;
  }

  @Override
  public void initialize() {
    condition.initialize();
  }

  @Override
  public boolean terminate(int epoch, double score, boolean minimize) {
    return isComplete.getAsBoolean() && condition.terminate(epoch, score, minimize);
  }

  @Override
  public String toString() {
    return condition + ", once pruning is complete";
  }
}
