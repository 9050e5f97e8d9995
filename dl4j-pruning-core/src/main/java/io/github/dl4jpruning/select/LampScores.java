package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.BitSet;

/**
 * LAMP scores (Lee et al. 2021): each squared score over the sum of all squared scores of the same
 * parameter that are at least as high in order. The highest gets 1, so no parameter is emptied.
 */
final class LampScores {
  private LampScores() {}

  /** Only units that are kept so far count; among equals the higher index counts as lower. */
  static float[] of(Pool pool, float[] scores, BitSet kept) {
    long[] order = new long[kept.cardinality()];
    int filled = 0;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      if (scores[i] < 0) {
        throw new IllegalStateException(
            "LAMP needs scores of at least 0; unit %s of %s has %s. Choose another allocation"
                .formatted(i, pool, scores[i]));
      }
      int signed = RadixSelect.key(scores[i]) ^ Integer.MIN_VALUE;
      order[filled++] = (long) signed << 32 | Integer.MAX_VALUE - i;
    }
    Arrays.sort(order);
    double highest = filled == 0 ? 0 : scores[Integer.MAX_VALUE - (int) order[filled - 1]];
    float[] lamp = new float[scores.length];
    double sum = 0;
    for (int rank = filled - 1; rank >= 0; rank--) {
      int i = Integer.MAX_VALUE - (int) order[rank];
      // Relative to the highest, so that no square overflows; infinite scores are all highest.
      double relative = scores[i] == highest ? 1 : scores[i] / highest;
      sum += relative * relative;
      lamp[i] = sum == 0 ? 0 : (float) (relative * relative / sum);
    }
    return lamp;
  }
}
