/** Averages of gradients and activations, gathered inside training steps on the device. */
@NullMarked
package io.github.dl4jpruning.training.signal;

import org.jspecify.annotations.NullMarked;
