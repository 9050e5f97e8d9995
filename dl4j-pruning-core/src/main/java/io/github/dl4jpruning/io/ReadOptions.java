package io.github.dl4jpruning.io;

/**
 * What is read from a {@link PrunedModelFile}, and how large it may be.
 *
 * @param maxParameters the most parameters that the network may have, 1 to 2^31 − 1; memory follows
 *     from it (see {@link PrunedModelFile})
 * @param updaterState whether the optimiser's state is restored where the file has it
 */
public record ReadOptions(long maxParameters, boolean updaterState) {
  /** 2^28 parameters, which take 1 GiB in single precision. */
  public static final long DEFAULT_MAX_PARAMETERS = 1L << 28;

  private static final ReadOptions DEFAULTS = new ReadOptions(DEFAULT_MAX_PARAMETERS, true);

  /** Checks the range. */
  public ReadOptions {
    if (maxParameters < 1 || maxParameters > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "The most parameters to read must be 1 to 2147483647, got " + maxParameters);
    }
  }

  /**
   * At most {@value #DEFAULT_MAX_PARAMETERS} parameters, with updater state.
   *
   * @return the defaults
   */
  public static ReadOptions defaults() {
    return DEFAULTS;
  }

  /**
   * These options with another limit.
   *
   * @param parameters 1 to 2^31 − 1
   * @return new options
   */
  public ReadOptions withMaxParameters(long parameters) {
    return new ReadOptions(parameters, updaterState);
  }

  /**
   * These options without updater state: training then begins with a fresh one.
   *
   * @return new options
   */
  public ReadOptions withoutUpdaterState() {
    return new ReadOptions(maxParameters, false);
  }
}
