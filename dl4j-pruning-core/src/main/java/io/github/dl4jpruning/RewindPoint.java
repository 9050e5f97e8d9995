package io.github.dl4jpruning;

import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.Rewind;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network's parameters as they were at some iteration. One array as long as they are. */
final class RewindPoint {
  private final long at;
  private INDArray saved;
  private boolean rewound;

  RewindPoint(Rewind rewind) {
    this.at = rewind.to();
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
      model.flatParams().assign(saved);
      views.gradient().assign(0);
      views.states().forEach(state -> state.values().assign(0));
    }
  }
}
