/**
 * DL4J's networks as flat arrays.
 *
 * <p>{@link io.github.dl4jpruning.model.PrunableModel} lists the parameters of a MultiLayerNetwork
 * or ComputationGraph with their true places in memory, and says of each whether it may be pruned.
 * {@link io.github.dl4jpruning.model.FlatMask} is the masks' form for training, {@link
 * io.github.dl4jpruning.model.FlatViews} the arrays that a step touches.
 */
@NullMarked
package io.github.dl4jpruning.model;

import org.jspecify.annotations.NullMarked;
