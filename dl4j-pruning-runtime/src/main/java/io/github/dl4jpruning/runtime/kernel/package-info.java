/**
 * Inner loops: sparse matrices by vectors and by blocks of columns, functions, windows. They know
 * arrays and nothing else; what they are applied to is decided in {@code runtime.plan}.
 *
 * <h2>Zeros, NaN and infinity</h2>
 *
 * A weight that is zero (+0.0 or −0.0) is not there: it adds nothing, also where its input is NaN
 * or infinite, for which IEEE 754 (and DL4J) would give NaN. Inputs that are zero may be skipped
 * too, which changes nothing, for weights are finite: a matrix with NaN or infinity is refused.
 * Whatever reaches a sum by a weight that is there spreads as IEEE 754 says; so does it through
 * maxima, sums and functions.
 */
package io.github.dl4jpruning.runtime.kernel;
