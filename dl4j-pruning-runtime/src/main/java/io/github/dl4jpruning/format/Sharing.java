package io.github.dl4jpruning.format;

/**
 * How the kept values of a weight matrix share the entries of a table. Each is written as the index
 * of the nearest entry: Han et al., "Deep Compression" (2016). Immutable.
 */
public final class Sharing {
  private static final int MOST = 256;

  private final boolean uniform;
  private final int entries;

  private Sharing(boolean uniform, int entries) {
    this.uniform = uniform;
    this.entries = entries;
    if (entries < 2 || entries > MOST) {
      throw new IllegalArgumentException(
          "A table of shared values must have 2 to 256 entries, not " + entries);
    }
  }

  /**
   * Multiples of one scale, from −{@code entries / 2} on: the largest weight is the largest
   * multiple.
   *
   * @param entries 2 to 256
   */
  public static Sharing uniform(int entries) {
    return new Sharing(true, entries);
  }

  /**
   * The means of clusters, by Lloyd's algorithm from evenly spread ones.
   *
   * @param entries 2 to 256
   */
  public static Sharing kMeans(int entries) {
    return new Sharing(false, entries);
  }

  /** Whether the entries are multiples of one scale. */
  public boolean isUniform() {
    return uniform;
  }

  /** The entries of the table. */
  public int entries() {
    return entries;
  }

  @Override
  public String toString() {
    return (uniform ? "uniform" : "k-means") + " with " + entries + " entries";
  }
}
