/**
 * MultiLayerNetwork and ComputationGraph behind one sealed interface: no other package tells them
 * apart.
 */
@NullMarked
package io.github.dl4jpruning.model.network;

import org.jspecify.annotations.NullMarked;
