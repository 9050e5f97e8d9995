package io.github.dl4jpruning.io;

import io.github.dl4jpruning.format.Sharing;

/**
 * A table whose entries stand for a weight matrix's kept values, as in Han et al., "Deep
 * Compression" (2016): each value is written as the index of the nearest entry.
 *
 * @param uniform whether the entries are multiples of one scale, rather than the means of clusters
 * @param entries of the table, 2 to 256
 */
public record SharedValues(boolean uniform, int entries) {
  /** Checks the range. */
  public SharedValues {
    sharing(uniform, entries);
  }

  /**
   * Multiples of one scale per matrix.
   *
   * @param entries 2 to 256; 256 are eight bits
   */
  public static SharedValues uniform(int entries) {
    return new SharedValues(true, entries);
  }

  /**
   * The means of clusters, found for each matrix by Lloyd's algorithm.
   *
   * @param entries 2 to 256; 32 are five bits
   */
  public static SharedValues kMeans(int entries) {
    return new SharedValues(false, entries);
  }

  Sharing sharing() {
    return sharing(uniform, entries);
  }

  private static Sharing sharing(boolean uniform, int entries) {
    return uniform ? Sharing.uniform(entries) : Sharing.kMeans(entries);
  }
}
