/**
 * Which weights matter.
 *
 * <p>A {@link io.github.dl4jpruning.criterion.Criterion} turns a {@link
 * io.github.dl4jpruning.criterion.ScoreContext} into scores, higher = keep. A criterion of one's
 * own is a lambda:
 *
 * <pre>{@code
 * Criterion closeToOne = context -> {
 *   float[] scores = context.weights();
 *   for (int i = 0; i < scores.length; i++) {
 *     scores[i] = -Math.abs(scores[i] - 1f);
 *   }
 *   return scores;
 * };
 * }</pre>
 */
@NullMarked
package io.github.dl4jpruning.criterion;

import org.jspecify.annotations.NullMarked;
