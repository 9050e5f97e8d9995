/** Averages of gradients and activations, gathered inside training steps on the device. */
package io.github.dl4jpruning.training.signal;
