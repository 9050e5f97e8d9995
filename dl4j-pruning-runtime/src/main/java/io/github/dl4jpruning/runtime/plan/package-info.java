/**
 * From a program to steps that run: what is fused with what, which kernel each operation gets, how
 * its tensors lie, and which share memory.
 *
 * <p>Tensors of several examples lie with the examples innermost: element i of example b of L is
 * number {@code i·L + b}, so that every loop over a row has L times as many elements and needs no
 * remainder per row. A batch that is too large for that is run in chunks of at most {@value
 * io.github.dl4jpruning.runtime.plan.Plan#MOST_LANES} examples, or {@value
 * io.github.dl4jpruning.runtime.plan.Plan#MOST_LANES_OF_IMAGES} where there are windows.
 *
 * <p>{@link io.github.dl4jpruning.runtime.plan.Model} holds the weights, is immutable and shared; a
 * {@link io.github.dl4jpruning.runtime.plan.Plan} holds the tensors and belongs to one thread.
 */
package io.github.dl4jpruning.runtime.plan;
