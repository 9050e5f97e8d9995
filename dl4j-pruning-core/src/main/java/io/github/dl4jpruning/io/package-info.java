/**
 * Files of pruned networks.
 *
 * <p>{@link io.github.dl4jpruning.io.PrunedModelFile} keeps a network and its masks in about as few
 * bytes as they can take: kept weights with all their bits, positions by arithmetic coding.
 *
 * <pre>{@code
 * PrunedModelFile.write(file, net, masks);
 *
 * PrunedModel read = PrunedModelFile.read(file);
 * MultiLayerNetwork same = read.network(MultiLayerNetwork.class);
 * same.addListeners(PruningListener.keep(read.masks()));  // if it is to be trained on
 * }</pre>
 *
 * <p>{@link io.github.dl4jpruning.io.WriteOptions} adds the optimiser's state, or halves the
 * weights' bytes at the cost of bits; {@link io.github.dl4jpruning.io.ReadOptions} limits what a
 * stranger's file may ask for. Every failure is an {@code IOException} that says what is wrong. The
 * layout is in {@code docs/file-format.md}, a reader without DL4J in {@code docs/read_pruned.py}.
 */
@NullMarked
package io.github.dl4jpruning.io;

import org.jspecify.annotations.NullMarked;
