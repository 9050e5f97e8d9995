package io.github.dl4jpruning.io;

import java.util.OptionalDouble;

/**
 * What became of a network's numbers in a file.
 *
 * @param largestError the largest difference between a weight and the shared value that stands for
 *     it; 0 if no values are shared
 * @param meanError the mean of these differences; 0 if no values are shared
 * @param outputError with a program: how far its outputs are from DL4J's for the network that the
 *     file holds, in parts of the largest output; at most {@link #TOLERANCE}
 */
public record Written(double largestError, double meanError, OptionalDouble outputError) {
  /** How far a program's outputs may be from DL4J's, in parts of the largest output. */
  public static final double TOLERANCE = 1e-5;
}
