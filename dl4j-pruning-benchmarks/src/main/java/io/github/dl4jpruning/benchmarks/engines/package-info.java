/** Pruned networks' answers: the runtime beside DL4J, ONNX Runtime and torch, on one thread. */
package io.github.dl4jpruning.benchmarks.engines;
