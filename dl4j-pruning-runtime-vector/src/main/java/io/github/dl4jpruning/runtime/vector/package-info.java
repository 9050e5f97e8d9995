/**
 * Kernels in {@code jdk.incubator.vector}: put the jar beside that of the runtime and start Java 17
 * or later with {@code --add-modules jdk.incubator.vector}. The runtime finds them, tests them once
 * against its own, and says in {@code describe()} what it uses.
 */
package io.github.dl4jpruning.runtime.vector;
