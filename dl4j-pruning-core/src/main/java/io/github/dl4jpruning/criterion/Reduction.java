package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.structure.Partition;
import java.util.Arrays;

/** How the scores of a unit's weights make the unit's score. */
public enum Reduction {
  /** The sum: of absolute values, the L1 norm. */
  SUM,
  /** The mean, which makes units of different size comparable. */
  MEAN,
  /** The root of the sum of squares. */
  L2,
  /** The highest. */
  MAX;

  /**
   * Reduces scores.
   *
   * @param scores one per weight
   * @param units the units
   * @return one score per unit; for single weights the same array
   */
  public float[] apply(float[] scores, Partition units) {
    if (units.isSingles()) {
      return scores;
    }
    double[] totals = new double[units.count()];
    if (this == MAX) {
      Arrays.fill(totals, Double.NEGATIVE_INFINITY);
    }
    for (int i = 0; i < scores.length; i++) {
      int unit = units.of(i);
      double score = scores[i];
      totals[unit] =
          switch (this) {
            case SUM, MEAN -> totals[unit] + score;
            case L2 -> totals[unit] + score * score;
            case MAX -> Math.max(totals[unit], score);
          };
    }
    float[] reduced = new float[totals.length];
    for (int unit = 0; unit < totals.length; unit++) {
      reduced[unit] =
          (float)
              switch (this) {
                case SUM, MAX -> totals[unit];
                case MEAN -> totals[unit] / units.sizeOf(unit);
                case L2 -> Math.sqrt(totals[unit]);
              };
    }
    return reduced;
  }
}
