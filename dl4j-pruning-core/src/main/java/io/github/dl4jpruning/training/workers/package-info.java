/** The threads of a ParallelWrapper that share one listener. */
@NullMarked
package io.github.dl4jpruning.training.workers;

import org.jspecify.annotations.NullMarked;
