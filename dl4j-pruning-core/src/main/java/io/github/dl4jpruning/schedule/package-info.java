/**
 * How much to prune and when.
 *
 * <p>A {@link io.github.dl4jpruning.schedule.Schedule} turns progress into a sparsity, a {@link
 * io.github.dl4jpruning.schedule.Cadence} says at which iterations or epochs masks change.
 */
@NullMarked
package io.github.dl4jpruning.schedule;

import org.jspecify.annotations.NullMarked;
