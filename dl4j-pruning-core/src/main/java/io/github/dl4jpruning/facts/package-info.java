/**
 * Facts on one state of a network, and the tables that show results.
 *
 * <pre>{@code
 * System.out.println(SparsityReport.of(net, pruner.masks()));
 * System.out.println(ModelCost.of(net));
 * System.out.println(LatencyComparison.measure(net, small, 50, examples));
 * }</pre>
 */
@NullMarked
package io.github.dl4jpruning.facts;

import org.jspecify.annotations.NullMarked;
