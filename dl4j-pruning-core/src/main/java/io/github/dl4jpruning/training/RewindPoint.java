package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.recipe.Rewind;
import io.github.dl4jpruning.training.signal.ArrayName;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network's parameters as they were at some iteration. One array as long as they are. */
final class RewindPoint implements StepPart {
  private static final ArrayName NAME = ArrayName.always("rewind point");

  private final long at;
  private final Survivors positions;
  private @Nullable INDArray saved;
  private boolean rewound;

  RewindPoint(Rewind rewind, Survivors positions) {
    this.at = rewind.to();
    this.positions = positions;
  }

  /** Nothing before the iteration. */
  @Override
  public Map<String, SavedArray> save() {
    return saved == null ? Map.of() : Map.of(NAME.now(), SavedArray.of(saved, 0).spread(positions));
  }

  @Override
  public void load(PrunableModel model, SavedArrays arrays) {
    if (arrays.steps() > at) {
      arrays
          .need(NAME)
          .ifPresent(
              array -> {
                array.gather(positions).into(copy(model));
              });
    }
  }

  /** Takes the copy, if this is the iteration. */
  @Override
  public void gradientArrived(Step step) {
    if (step.number() == at) {
      copy(step.model());
    }
  }

  private INDArray copy(PrunableModel model) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray copy = model.flatParams().dup();
      saved = copy;
      return copy;
    }
  }

  /**
   * Takes the network back, if the iteration lies behind; this step's gradient no longer counts.
   */
  @Override
  public void masksChange(Step step, MaskStore before, MaskStore after) {
    if (step.number() > at && saved != null) {
      step.gradient().assign(0);
      restore(step.model(), step.views());
      rewound = true;
    }
  }

  /** Undoes what regularisation has done to rewound weights in the same step. */
  @Override
  public boolean updated(PrunableModel model) {
    if (!rewound) {
      return false;
    }
    restore(model, model.views());
    rewound = false;
    return true;
  }

  private void restore(PrunableModel model, FlatViews views) {
    model.flatParams().assign(saved);
    views.states().forEach(state -> state.values().assign(0));
  }
}
