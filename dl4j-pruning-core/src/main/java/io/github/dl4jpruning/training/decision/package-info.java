/** One choice of masks, from scores to masks. Changes nothing in the network. */
package io.github.dl4jpruning.training.decision;
