package io.github.dl4jpruning.model;

/**
 * Marks a training listener that belongs to one network: it is not carried over to a compacted one,
 * whose parameters have other shapes.
 */
public interface OfOneNetwork {}
