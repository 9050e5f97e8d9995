/**
 * Pruning for Deeplearning4j, while a network trains.
 *
 * <p>{@link io.github.dl4jpruning.PruningListener} is added to a network's listeners and follows a
 * {@link io.github.dl4jpruning.recipe.PruningRecipe}; {@link io.github.dl4jpruning.Pruner} prunes a
 * trained network once.
 *
 * <p>Words, used in one meaning throughout: <em>sparsity</em> is the fraction removed, at least 0
 * and below 1, never a percentage; <em>density</em> is the fraction kept. A <em>parameter</em> is
 * one of DL4J's arrays, such as a layer's {@code W}; its elements are <em>weights</em>.
 * <em>Masks</em> say which weights are kept.
 */
@NullMarked
package io.github.dl4jpruning;

import org.jspecify.annotations.NullMarked;
