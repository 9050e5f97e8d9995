/**
 * The tables of {@code docs/benchmarks.md}: each run trains one network and leaves a file; a
 * summary over the files is a table in Markdown. {@code mnist.sh} and {@code cifar.sh} start them
 * all.
 */
package io.github.dl4jpruning.benchmarks.tables;
