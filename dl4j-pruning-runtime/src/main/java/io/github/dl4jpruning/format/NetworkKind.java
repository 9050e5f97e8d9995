package io.github.dl4jpruning.format;

/** The two kinds of network; files have these names. */
public enum NetworkKind {
  /** A MultiLayerNetwork. */
  LAYERS,
  /** A ComputationGraph. */
  GRAPH
}
