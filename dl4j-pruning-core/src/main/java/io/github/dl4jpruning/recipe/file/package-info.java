/**
 * Recipes as files that people write.
 *
 * <pre>{@code
 * sparsity: 0.9
 * iterations: {first: 500, last: 5000, every: 100}
 * targets:
 * - {layer: out, sparsity: 0.5}
 * }</pre>
 *
 * <p>{@link io.github.dl4jpruning.recipe.file.RecipeFile} reads and writes them. The words are
 * those of the builder and of the parts' factories.
 */
@NullMarked
package io.github.dl4jpruning.recipe.file;

import org.jspecify.annotations.NullMarked;
