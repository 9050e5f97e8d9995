package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import java.util.Map;
import java.util.Optional;

/**
 * What a run does in its steps besides changing and keeping masks. The methods stand in the order
 * in which a step comes to them.
 */
interface StepPart {
  /** What layers have read is still there. */
  default void backwardPassed(PrunableModel model, int batch) {}

  /** The gradient is there, and nobody has masked it. */
  default void gradientArrived(Step step) {}

  /** The flat weights that a choice of masks is to look at, if not the network's own. */
  default Optional<float[]> weightsToScore(PrunableModel model, MaskStore masks) {
    return Optional.empty();
  }

  /** Masks change in this step; nothing has been cleared yet. */
  default void masksChange(Step step, MaskStore before, MaskStore after) {}

  /** Masks stand; the gradient is masked and goes to the updater after this. */
  default void addToGradient(Step step) {}

  /** The update is done; returns whether weights were written, which pruned ones then are too. */
  default boolean updated(PrunableModel model) {
    return false;
  }

  /** The last mask change is over. */
  default void complete() {}

  /** For a checkpoint, or a smaller network: arrays by their names. */
  default Map<String, SavedArray> save() {
    return Map.of();
  }

  /** Goes on with what was saved. */
  default void load(PrunableModel model, SavedArrays saved) {}
}
