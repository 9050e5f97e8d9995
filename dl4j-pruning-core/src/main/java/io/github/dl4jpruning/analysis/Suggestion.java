package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A sparsity for each parameter, as {@link Sensitivity} derives them from its curves.
 *
 * @param sparsities by parameter key (of structures, group name), 0 (included) to 1 (excluded), in
 *     the network's order; each a whole number of units
 * @param sparsity of all together
 * @param predictedLoss the sum of what the curves say, at least 0; see there
 */
public record Suggestion(Map<String, Double> sparsities, double sparsity, double predictedLoss) {
  /** Copies the map. */
  public Suggestion {
    sparsities = Collections.unmodifiableMap(new LinkedHashMap<>(sparsities));
  }

  /**
   * Puts the sparsities into a recipe.
   *
   * @param recipe of the granularity that was scanned
   * @return the same with these sparsities
   * @throws IllegalArgumentException if the recipe has targets
   */
  public PruningRecipe applyTo(PruningRecipe recipe) {
    return recipe.withSparsities(sparsity, sparsities);
  }
}
