/**
 * In which pieces weights live or die.
 *
 * <p>A {@link io.github.dl4jpruning.structure.Granularity} cuts each parameter into units: single
 * weights, blocks, kernels, rows, columns. A unit is kept or removed as a whole, and sparsity
 * counts units.
 */
package io.github.dl4jpruning.structure;
