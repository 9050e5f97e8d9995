package io.github.dl4jpruning.io;

/**
 * What a {@link PrunedModelFile} is to hold.
 *
 * @param halfPrecision whether weights are rounded to 16 bits; see {@link #withHalfPrecision()}
 * @param updaterState whether the optimiser's state is written, which training needs to go on as if
 *     it had never stopped
 */
public record WriteOptions(boolean halfPrecision, boolean updaterState) {
  private static final WriteOptions DEFAULTS = new WriteOptions(false, false);

  /**
   * Every value bit for bit, without updater state.
   *
   * @return the defaults
   */
  public static WriteOptions defaults() {
    return DEFAULTS;
  }

  /**
   * These options with weights rounded to 16 bits: eleven significant bits, at most 65504. Only
   * weight matrices and kernels are, as far as they may be pruned; biases, normalisation parameters
   * and updater state keep all their bits. A kept weight below 3e-8 becomes zero, and stays kept.
   *
   * @return new options
   */
  public WriteOptions withHalfPrecision() {
    return new WriteOptions(true, updaterState);
  }

  /**
   * These options with the optimiser's state.
   *
   * @return new options
   */
  public WriteOptions withUpdaterState() {
    return new WriteOptions(halfPrecision, true);
  }
}
