/**
 * How much to prune, and what it costs.
 *
 * <p>{@link io.github.dl4jpruning.analysis.SensitivityAnalysis} scans how much each parameter bears
 * and turns that into a recipe; {@link io.github.dl4jpruning.analysis.SparsitySearch} trains until
 * it has found the largest sparsity that costs no more than allowed; {@link
 * io.github.dl4jpruning.analysis.ModelComparison} sets a dense and a pruned network side by side.
 *
 * <pre>{@code
 * Score score = Score.accuracy(Samples.of(validation));
 * Sensitivity sensitivity = SensitivityAnalysis.of(recipe, score).withThreads(4).run(net);
 * PruningRecipe better = sensitivity.recipeFor(0.98);
 *
 * TradeOff found = SparsitySearch.of(folder, "settings", 0.002).run(s -> trained(s), score);
 * System.out.println(found.table().markdown());
 * }</pre>
 */
@NullMarked
package io.github.dl4jpruning.analysis;

import org.jspecify.annotations.NullMarked;
