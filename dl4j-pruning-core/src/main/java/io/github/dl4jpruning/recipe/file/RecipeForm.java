package io.github.dl4jpruning.recipe.file;

import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.structure.Granularity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A whole recipe; what a file leaves out is as the builder has it. */
final class RecipeForm {

  static final Form RECIPE = recipe();

  private RecipeForm() {}

  private static Form recipe() {
    PruningRecipe usual = PruningRecipe.oneShot(0);
    Form parts =
        Form.of("recipe", PruningRecipe.class)
            .inline("amount")
            .inline("cadence")
            .rename("leftAlone", "leaveAlone")
            .rename("rewind", "rewindTo")
            .preset("schedule", usual.schedule())
            .preset("criterion", usual.criterion())
            .preset("normalisation", usual.normalisation())
            .preset("granularity", usual.granularity())
            .preset("allocation", usual.allocation())
            .preset("limits", usual.limits())
            .preset("meanReplacement", usual.meanReplacement())
            .preset("seed", usual.seed());
    return new Form(
        parts.name(),
        parts.fields(),
        values -> parts.make().apply(withPattern(values)),
        parts.take());
  }

  /** An N:M pattern says how much goes, where nothing else does. */
  private static Object[] withPattern(Object[] values) {
    Object[] completed = values.clone();
    boolean silent = values[0].equals(Optional.empty()) && values[1].equals(List.of());
    Arrays.stream(values)
        .filter(Granularity.NofM.class::isInstance)
        .map(Granularity.NofM.class::cast)
        .filter(pattern -> silent)
        .forEach(
            pattern ->
                completed[0] =
                    Optional.of(Amount.sparsity(1 - (double) pattern.n() / pattern.m())));
    return completed;
  }
}
