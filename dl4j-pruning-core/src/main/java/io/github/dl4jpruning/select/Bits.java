package io.github.dl4jpruning.select;

import java.util.Arrays;

/** Sets of positions as words of 64 bits. */
final class Bits {
  private Bits() {}

  static int count(long[] words) {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  static boolean isSet(long[] words, int i) {
    return (words[i >> 6] >>> i & 1L) != 0;
  }

  static void set(long[] words, int i) {
    words[i >> 6] |= 1L << i;
  }

  /** All bits up to a length. */
  static long[] all(int length) {
    long[] words = new long[(length + 63) >>> 6];
    Arrays.fill(words, -1L);
    if (length % 64 != 0) {
      words[words.length - 1] = (1L << length) - 1;
    }
    return words;
  }

  /** The bits of one that another has not. */
  static long[] andNot(long[] words, long[] without) {
    long[] rest = words.clone();
    for (int w = 0; w < rest.length; w++) {
      rest[w] &= ~without[w];
    }
    return rest;
  }

  static void unset(long[] words, int i) {
    words[i >> 6] &= ~(1L << i);
  }

  /** The first set bit at or after a position; −1 if there is none. */
  static int next(long[] words, int from) {
    int w = from >> 6;
    if (w >= words.length) {
      return -1;
    }
    long word = words[w] & -1L << from;
    while (word == 0) {
      if (++w == words.length) {
        return -1;
      }
      word = words[w];
    }
    return (w << 6) + Long.numberOfTrailingZeros(word);
  }

  /**
   * Writes the keys of all set positions; a full word, the usual one at first, without a search.
   */
  static int collect(long[] words, float[] scores, int[] keys, int from) {
    int filled = from;
    for (int w = 0; w < words.length; w++) {
      int base = w << 6;
      if (words[w] == -1L) {
        for (int b = 0; b < 64; b++) {
          keys[filled + b] = RadixSelect.key(scores[base + b]);
        }
        filled += 64;
      } else {
        for (long left = words[w]; left != 0; left &= left - 1) {
          keys[filled++] = RadixSelect.key(scores[base + Long.numberOfTrailingZeros(left)]);
        }
      }
    }
    return filled;
  }

  /** Unsets the positions whose key is below the threshold; no branch depends on a score. */
  static int removeBelow(long[] words, float[] scores, int threshold) {
    long limit = Integer.toUnsignedLong(threshold);
    int removed = 0;
    for (int w = 0; w < words.length; w++) {
      int base = w << 6;
      long below = 0;
      if (words[w] == -1L) {
        for (int b = 0; b < 64; b++) {
          below |= isBelow(scores[base + b], limit) << b;
        }
      } else {
        for (long left = words[w]; left != 0; left &= left - 1) {
          int b = Long.numberOfTrailingZeros(left);
          below |= isBelow(scores[base + b], limit) << b;
        }
      }
      words[w] &= ~below;
      removed += Long.bitCount(below);
    }
    return removed;
  }

  /** 1 if the score's key is below the limit, else 0. */
  private static long isBelow(float score, long limit) {
    return (Integer.toUnsignedLong(RadixSelect.key(score)) - limit) >>> 63;
  }
}
