/**
 * Pruning for Deeplearning4j on Apache Spark: {@link
 * io.github.dl4jpruning.spark.PruningParameterAveraging} in place of DL4J's training master of that
 * name, {@link io.github.dl4jpruning.spark.PruningBetweenFits} for all others.
 */
@NullMarked
package io.github.dl4jpruning.spark;

import org.jspecify.annotations.NullMarked;
