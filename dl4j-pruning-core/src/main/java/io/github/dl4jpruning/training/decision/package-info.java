/** One choice of masks, from scores to masks. Changes nothing in the network. */
@NullMarked
package io.github.dl4jpruning.training.decision;

import org.jspecify.annotations.NullMarked;
