package io.github.dl4jpruning.training;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hears each part of a step once, however often a listener stands in its network's list: {@code
 * addListeners} in a loop over epochs is easily written.
 */
public final class OncePerStep implements TrainingStep {
  private enum Heard {
    NOTHING,
    FORWARD,
    BACKWARD,
    GRADIENT
  }

  private final TrainingStep step;
  private Heard heard = Heard.NOTHING;
  private boolean inEpoch;
  private boolean stepped;

  /** Passes on what it hears. */
  public OncePerStep(TrainingStep step) {
    this.step = step;
  }

  /** Whether an epoch's start is heard for the first time. */
  public boolean epochStarts() {
    boolean first = !inEpoch || stepped;
    inEpoch = true;
    stepped = false;
    return first;
  }

  /** Whether an epoch's end is. */
  public boolean epochEnds() {
    boolean first = inEpoch;
    inEpoch = false;
    return first;
  }

  @Override
  public void forwardPassed(Map<String, INDArray> activations) {
    if (heard != Heard.FORWARD) {
      heard = Heard.FORWARD;
      step.forwardPassed(activations);
    }
  }

  @Override
  public void backwardPassed() {
    if (heard != Heard.BACKWARD) {
      heard = Heard.BACKWARD;
      step.backwardPassed();
    }
  }

  @Override
  public void beforeUpdate() {
    if (heard != Heard.GRADIENT) {
      heard = Heard.GRADIENT;
      step.beforeUpdate();
    }
  }

  @Override
  public void afterUpdate() {
    if (heard == Heard.GRADIENT) {
      heard = Heard.NOTHING;
      stepped = true;
      step.afterUpdate();
    }
  }

  @Override
  public void clearAllAgain() {
    step.clearAllAgain();
  }
}
