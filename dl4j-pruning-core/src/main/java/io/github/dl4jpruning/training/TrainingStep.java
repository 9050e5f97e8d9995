package io.github.dl4jpruning.training;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network's callbacks lead to in each training step, in this order. */
public interface TrainingStep {
  /** Activations by layer index or name, if they were asked for. */
  void forwardPassed(Map<String, INDArray> activations);

  /** What layers have read is still there. */
  void backwardPassed();

  /** The gradient is there, the update not. */
  void beforeUpdate();

  /** The update is done. */
  void afterUpdate();

  /** Before the next update all is to be cleared, as if the masks were new. */
  void clearAllAgain();
}
