/**
 * What a run does in each step: {@link io.github.dl4jpruning.training.PruningRun} reads from top to
 * bottom as a step goes, {@code MaskChanges} owns how masks change, a {@code StepPart} is anything
 * else that takes part in steps, {@code ZeroKeeper} clears. Not for users: public only because the
 * listener lives next door.
 */
@NullMarked
package io.github.dl4jpruning.training;

import org.jspecify.annotations.NullMarked;
