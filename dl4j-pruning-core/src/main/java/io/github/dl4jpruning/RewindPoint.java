package io.github.dl4jpruning;

import io.github.dl4jpruning.io.SavedArray;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.recipe.Rewind;
import java.util.Optional;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network's parameters as they were at some iteration. One array as long as they are. */
final class RewindPoint {
  private final long at;
  private final Survivors positions;
  private INDArray saved;
  private boolean rewound;

  RewindPoint(Rewind rewind, Survivors positions) {
    this.at = rewind.to();
    this.positions = positions;
  }

  /** Empty before the iteration. */
  Optional<SavedArray> save() {
    return Optional.ofNullable(saved).map(array -> SavedArray.of(array, 0).spread(positions));
  }

  void load(PrunableModel model, SavedArray from) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      saved = model.flatParams().dup();
    }
    from.gather(positions).into(saved);
  }

  /** Takes the copy, if this is the iteration. */
  void pass(PrunableModel model, long step) {
    if (step == at) {
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        saved = model.flatParams().dup();
      }
    }
  }

  /**
   * Takes the network back, if the iteration lies behind; this step's gradient no longer counts.
   */
  void rewind(PrunableModel model, FlatViews views, long step) {
    if (step > at && saved != null) {
      views.gradient().assign(0);
      restore(model, views);
      rewound = true;
    }
  }

  /** Undoes what regularisation has done to rewound weights in the same step. */
  boolean rewindAgain(PrunableModel model, FlatViews views) {
    if (!rewound) {
      return false;
    }
    restore(model, views);
    rewound = false;
    return true;
  }

  private void restore(PrunableModel model, FlatViews views) {
    model.flatParams().assign(saved);
    views.states().forEach(state -> state.values().assign(0));
  }
}
