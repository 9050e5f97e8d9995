package io.github.dl4jpruning.training;

import io.github.dl4jpruning.checkpoint.SavedMemory;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.RemovalOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run remembers besides its masks, from and to what files hold. */
public final class RunMemory {
  private RunMemory() {}

  static SavedMemory save(Optional<MaskChanges> changes, List<StepPart> parts) {
    Map<String, SavedArray> arrays = new HashMap<>();
    parts.forEach(part -> arrays.putAll(part.save()));
    return changes.map(c -> c.save(arrays)).orElse(SavedMemory.NONE);
  }

  /**
   * Whether a run could load it: tried on parts that are thrown away.
   *
   * @throws IllegalArgumentException if it is of another network or recipe
   */
  public static void requireFits(
      SavedMemory saved, ResolvedRecipe resolved, Origin origin, PrunableModel model) {
    RemovalOrder.of(saved.removals()).requireFits(resolved.pools());
    List<StepPart> parts = new ArrayList<>(StepParts.of(resolved, model, origin));
    parts.add(StepParts.gathering(resolved, model, origin));
    SavedArrays arrays = new SavedArrays(saved);
    parts.forEach(part -> part.load(model, arrays));
  }

  /** What is missing is said, and starts anew. */
  static void load(SavedMemory saved, PrunableModel model, List<StepPart> parts) {
    SavedArrays arrays = new SavedArrays(saved);
    parts.forEach(part -> part.load(model, arrays));
    if (!arrays.missing().isEmpty() && saved.clock().isPresent()) {
      RunLog.LOG.warn(
          "The checkpoint lacks {}: these start anew, and the run will not go on as if it had never"
              + " been stopped",
          arrays.missing());
    }
  }
}
