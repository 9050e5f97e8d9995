/**
 * Facts on one state of a network, for people.
 *
 * <pre>{@code
 * System.out.println(SparsityReport.of(net, pruner.masks()));
 * }</pre>
 */
package io.github.dl4jpruning.report;
