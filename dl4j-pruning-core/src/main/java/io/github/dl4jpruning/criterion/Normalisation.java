package io.github.dl4jpruning.criterion;

/**
 * What the scores of each parameter are divided by before they compete with those of others, since
 * layers differ in scale. Changes nothing where weights compete within one parameter.
 */
public enum Normalisation {
  /** Nothing. The default. */
  NONE,
  /** The mean of their absolute values. */
  MEAN,
  /** The largest absolute value. */
  MAX,
  /** The root of the sum of squares (Molchanov et al. 2016). */
  L2;

  /**
   * Divides scores.
   *
   * @param scores of one parameter; changed in place. All zeros stay as they are
   */
  public void apply(float[] scores) {
    if (this == NONE) {
      return;
    }
    double total = 0;
    for (float score : scores) {
      double size = Math.abs((double) score);
      total =
          switch (this) {
            case MEAN -> total + size / scores.length;
            case MAX -> Math.max(total, size);
            default -> total + size * size;
          };
    }
    double divisor = this == L2 ? Math.sqrt(total) : total;
    if (divisor == 0) {
      return;
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (scores[i] / divisor);
    }
  }
}
