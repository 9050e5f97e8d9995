package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Partition;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Keeps the highest scores within groups of positions; among equals the lowest index. */
final class GroupTop {
  /** Up to this size, groups are searched; above, selected by radix. */
  private static final int SMALL = 64;

  private GroupTop() {}

  /**
   * Leaves at most so many bits of each group.
   *
   * @param kept bits, changed in place
   * @param scores one per bit
   * @param groups of bits
   * @param quota how many of a group stay
   */
  static void keepHighest(long[] kept, float[] scores, Partition groups, IntUnaryOperator quota) {
    int[] starts = new int[groups.count() + 1];
    for (int i = Bits.next(kept, 0); i >= 0; i = Bits.next(kept, i + 1)) {
      starts[groups.of(i) + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] members = new int[starts[groups.count()]];
    int[] filled = starts.clone();
    for (int i = Bits.next(kept, 0); i >= 0; i = Bits.next(kept, i + 1)) {
      members[filled[groups.of(i)]++] = i;
    }
    Arrays.fill(kept, 0);
    for (int group = 0; group < groups.count(); group++) {
      int[] positions = Arrays.copyOfRange(members, starts[group], starts[group + 1]);
      addHighest(scores, positions, positions.length, quota.applyAsInt(group), kept);
    }
  }

  /** Leaves at most so many bits. */
  static void keepHighest(long[] kept, float[] scores, int wanted) {
    int[] positions = positions(kept);
    Arrays.fill(kept, 0);
    addHighest(scores, positions, positions.length, wanted, kept);
  }

  static int[] positions(long[] kept) {
    int[] positions = new int[Bits.count(kept)];
    int filled = 0;
    for (int i = Bits.next(kept, 0); i >= 0; i = Bits.next(kept, i + 1)) {
      positions[filled++] = i;
    }
    return positions;
  }

  /** Sets the bits of the highest scores among the first n positions, which rise. */
  static void addHighest(float[] scores, int[] positions, int n, int wanted, long[] into) {
    if (wanted >= n) {
      for (int i = 0; i < n; i++) {
        Bits.set(into, positions[i]);
      }
    } else if (n <= SMALL) {
      addBySearch(scores, positions, n, wanted, into);
    } else if (wanted > 0) {
      addByRadix(scores, positions, n, wanted, into);
    }
  }

  private static void addBySearch(float[] scores, int[] positions, int n, int wanted, long[] into) {
    long chosen = 0;
    for (int round = 0; round < wanted; round++) {
      int best = -1;
      for (int i = 0; i < n; i++) {
        if ((chosen >>> i & 1) == 0
            && (best < 0
                || Integer.compareUnsigned(
                        RadixSelect.key(scores[positions[i]]),
                        RadixSelect.key(scores[positions[best]]))
                    > 0)) {
          best = i;
        }
      }
      chosen |= 1L << best;
      Bits.set(into, positions[best]);
    }
  }

  private static void addByRadix(float[] scores, int[] positions, int n, int wanted, long[] into) {
    int[] keys = new int[n];
    for (int i = 0; i < n; i++) {
      keys[i] = RadixSelect.key(scores[positions[i]]);
    }
    int threshold = RadixSelect.kthSmallestKey(keys, n, n - wanted + 1);
    int left = wanted;
    for (int i = 0; i < n; i++) {
      if (Integer.compareUnsigned(RadixSelect.key(scores[positions[i]]), threshold) > 0) {
        Bits.set(into, positions[i]);
        left--;
      }
    }
    for (int i = 0; i < n && left > 0; i++) {
      if (RadixSelect.key(scores[positions[i]]) == threshold) {
        Bits.set(into, positions[i]);
        left--;
      }
    }
  }
}
