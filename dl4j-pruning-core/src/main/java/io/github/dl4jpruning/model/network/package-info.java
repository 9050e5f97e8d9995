/**
 * MultiLayerNetwork and ComputationGraph behind one sealed interface: no other package tells them
 * apart.
 */
package io.github.dl4jpruning.model.network;
