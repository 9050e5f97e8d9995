/**
 * A run of pruning in a file: recipe, masks, place on the schedule, gathered averages. A recipe is
 * stored as kinds from a fixed table and numbers; nothing is ever made by a class name from a file.
 */
@NullMarked
package io.github.dl4jpruning.checkpoint;

import org.jspecify.annotations.NullMarked;
