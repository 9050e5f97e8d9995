/**
 * Pruning on Apache Spark: the example {@link io.github.dl4jpruning.examples.spark.PruneOnSpark},
 * and what its table compares it with.
 */
package io.github.dl4jpruning.examples.spark;
