/**
 * Repairs a network that was pruned at once, without training: kept weights are re-solved, layer by
 * layer, so that each layer's output stays what it was on a few hundred samples.
 *
 * <p>{@link io.github.dl4jpruning.repair.Repair} says how, {@link
 * io.github.dl4jpruning.repair.Repaired} what came of it.
 */
@NullMarked
package io.github.dl4jpruning.repair;

import org.jspecify.annotations.NullMarked;
