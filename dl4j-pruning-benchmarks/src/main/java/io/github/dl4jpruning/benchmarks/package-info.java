/**
 * What pruning costs. JMH benchmarks for single pieces; programs of their own for what JMH can't
 * show:
 *
 * <ul>
 *   <li>{@link io.github.dl4jpruning.benchmarks.MaskUpdateBenchmark}: one mask change
 *   <li>{@link io.github.dl4jpruning.benchmarks.KthSmallestBenchmark}: the selection inside it
 *   <li>{@link io.github.dl4jpruning.benchmarks.StepCost}: whole training steps, in pairs
 *   <li>{@link io.github.dl4jpruning.benchmarks.StepOperations}: ND4J operations per step
 *   <li>{@link io.github.dl4jpruning.benchmarks.MemoryUse}: what the listener holds
 *   <li>{@link io.github.dl4jpruning.benchmarks.FileSizes}: bytes of a pruned network's file
 *   <li>{@link io.github.dl4jpruning.benchmarks.FileSpeed}: writing and reading it
 *   <li>{@link io.github.dl4jpruning.benchmarks.engines}: pruned networks without DL4J
 *   <li>{@link io.github.dl4jpruning.benchmarks.HalfPrecisionCost}: accuracy lost to 16 bits
 * </ul>
 *
 * <p>All are meant for one thread: set {@code OMP_NUM_THREADS=1}. {@code compare.sh} runs them in
 * turns with torch.
 */
package io.github.dl4jpruning.benchmarks;
