/**
 * What to prune, how much and when.
 *
 * <p>A {@link io.github.dl4jpruning.recipe.PruningRecipe} is written once and fits any network; a
 * {@link io.github.dl4jpruning.recipe.ResolvedRecipe} is the same for one network, with every
 * parameter named and every exception listed with its reason.
 *
 * <pre>{@code
 * PruningRecipe recipe = PruningRecipe.builder()
 *     .sparsity(0.9)
 *     .target(ParamFilter.layer("out"), 0.5)
 *     .leaveAlone(ParamFilter.layer("conv1"))
 *     .iterations(500, 5_000, 100)
 *     .build();
 * }</pre>
 */
@NullMarked
package io.github.dl4jpruning.recipe;

import org.jspecify.annotations.NullMarked;
