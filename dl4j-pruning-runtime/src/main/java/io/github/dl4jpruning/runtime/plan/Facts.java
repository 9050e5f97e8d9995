package io.github.dl4jpruning.runtime.plan;

/** How an operation is run: its kernel, why that one, and what it costs. Immutable. */
public final class Facts {
  private final String kernel;
  private final String reason;
  private final long done;
  private final long dense;
  private final double density;
  private final long bytes;

  private Facts(String kernel, String reason, long done, long dense, double density, long bytes) {
    this.kernel = kernel;
    this.reason = reason;
    this.done = done;
    this.dense = dense;
    this.density = density;
    this.bytes = bytes;
  }

  /** Of an operation that multiplies by no matrix. */
  static Facts of(String kernel) {
    return new Facts(kernel, "", 0, 0, 1, 0);
  }

  /**
   * Of a product.
   *
   * @param done multiply-adds for one example
   * @param dense multiply-adds that there would be without zeros
   * @param bytes of the weights in the form that is used, and of the session's copies
   */
  static Facts of(String kernel, String reason, long done, long dense, double density, long bytes) {
    return new Facts(kernel, reason, done, dense, density, bytes);
  }

  /** The kernel in a few words. */
  public String kernel() {
    return kernel;
  }

  /** Why that kernel; empty if there is no other. */
  public String reason() {
    return reason;
  }

  /** Multiply-adds that are done for one example. */
  public long multiplyAdds() {
    return done;
  }

  /** Multiply-adds that are skipped, for one example. */
  public long skipped() {
    return dense - done;
  }

  /** The fraction of its weights that is not zero; 1 if it has none. */
  public double density() {
    return density;
  }

  /** Bytes of its weights and what it needs to run, without its output. */
  public long bytes() {
    return bytes;
  }
}
