/** The threads of a ParallelWrapper that share one listener. */
package io.github.dl4jpruning.training.workers;
