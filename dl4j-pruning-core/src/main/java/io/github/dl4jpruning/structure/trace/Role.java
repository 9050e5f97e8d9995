package io.github.dl4jpruning.structure.trace;

/** What a slice of a parameter is to a structure. */
public enum Role {
  /** Weights that compute the structure's activation. */
  PRODUCES,
  /** A bias, a gain, a shift or a running mean: what would keep a removed structure alive. */
  ALONGSIDE,
  /** A running variance: goes with the structure, but is never masked. */
  STATISTIC,
  /** Weights that read the structure's activation. */
  READS;

  /** Whether a mask of the structure covers it. */
  public boolean isMasked() {
    return this != STATISTIC;
  }
}
