/**
 * Runs pruned networks: plain Java 8, no dependency, no native code, in the time that their
 * remaining weights take.
 *
 * <pre>{@code
 * SparseNetwork network = SparseNetwork.read(Paths.get("net.dlp"));
 * float[] answer = network.predict(example); // thread-safe
 *
 * Session session = network.session(64); // one per thread
 * session.predict(examples, answers); // allocates nothing
 * }</pre>
 *
 * <p>Arrays hold example after example, each in DL4J's own order: {@code [batch, features]}, {@code
 * [batch, channels, height, width]} or with channels last, {@code [batch, size, time]}. All
 * arithmetic is in float; sums run in another order than DL4J's, so results differ in the last
 * digits. How zeros meet NaN and infinity is said in {@link io.github.dl4jpruning.runtime.kernel}.
 */
package io.github.dl4jpruning.runtime;
