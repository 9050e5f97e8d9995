/**
 * Removes pruned structures for real: the result is an ordinary, smaller network.
 *
 * <pre>{@code
 * CompactionPlan plan = Compactor.plan(net, masks);     // changes nothing
 * System.out.println(plan);
 * Compacted<MultiLayerNetwork> small = Compactor.apply(net, plan);
 * small.network().addListeners(PruningListener.keep(small.masks()));
 * small.network().fit(trainingData);                    // goes on where net was
 * }</pre>
 *
 * <p>Weights, running statistics, updater state and counters are carried over; the given network is
 * never changed. Before the new network is handed out, its outputs are compared with those of the
 * masked one.
 */
@NullMarked
package io.github.dl4jpruning.compact;

import org.jspecify.annotations.NullMarked;
