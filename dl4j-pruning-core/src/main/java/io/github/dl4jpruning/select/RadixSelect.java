package io.github.dl4jpruning.select;

/**
 * Finds the k-th of many scores in linear time, without sorting: histograms over 11, 11 and 10 bits
 * of an order-preserving integer form of the floats, each narrowing the candidates to one bucket.
 *
 * <p>One pass over the scores, one over those that share the first 11 bits (for weights, an eighth
 * of them or so), then next to nothing. Memory: one int per score of that bucket.
 */
public final class RadixSelect {
  private static final int BUCKETS = 1 << 11;

  private RadixSelect() {}

  /**
   * The k-th smallest score.
   *
   * @param scores at least one, no NaN; not changed
   * @param k 1 for the smallest, up to the number of scores
   * @return that score; −0.0 counts as 0.0
   * @throws IllegalArgumentException if k is out of range
   */
  public static float kthSmallest(float[] scores, int k) {
    if (k < 1 || k > scores.length) {
      throw new IllegalArgumentException(
          "k must be 1 to %s, the number of scores, got %s".formatted(scores.length, k));
    }
    int[] histogram = new int[BUCKETS];
    for (float score : scores) {
      histogram[key(score) >>> 21]++;
    }
    Bucket top = find(histogram, k);
    int[] keys = new int[top.size];
    int n = 0;
    for (float score : scores) {
      int key = key(score);
      if (key >>> 21 == top.index) {
        keys[n++] = key;
      }
    }
    return score(kthInBucket(keys, n, top.k));
  }

  /** The k-th smallest of the first n keys, compared unsigned; the array is overwritten. */
  static int kthSmallestKey(int[] keys, int n, int k) {
    int[] histogram = new int[BUCKETS];
    for (int i = 0; i < n; i++) {
      histogram[keys[i] >>> 21]++;
    }
    Bucket top = find(histogram, k);
    return kthInBucket(keys, narrow(keys, n, 21, BUCKETS - 1, top.index), top.k);
  }

  /** As above, for keys that agree in their first 11 bits. */
  private static int kthInBucket(int[] keys, int size, int rank) {
    int n = size;
    int k = rank;
    for (int shift : new int[] {10, 0}) {
      int bits = shift == 0 ? (1 << 10) - 1 : BUCKETS - 1;
      int[] histogram = new int[BUCKETS];
      for (int i = 0; i < n; i++) {
        histogram[keys[i] >>> shift & bits]++;
      }
      Bucket bucket = find(histogram, k);
      n = narrow(keys, n, shift, bits, bucket.index);
      k = bucket.k;
    }
    return keys[0];
  }

  private static int narrow(int[] keys, int n, int shift, int bits, int bucket) {
    int left = 0;
    for (int i = 0; i < n; i++) {
      if ((keys[i] >>> shift & bits) == bucket) {
        keys[left++] = keys[i];
      }
    }
    return left;
  }

  private static Bucket find(int[] histogram, int rank) {
    int k = rank;
    int bucket = 0;
    while (k > histogram[bucket]) {
      k -= histogram[bucket++];
    }
    return new Bucket(bucket, histogram[bucket], k);
  }

  private record Bucket(int index, int size, int k) {}

  /** A form of a score that orders as the score does when compared unsigned; −0.0 as 0.0. */
  static int key(float score) {
    int bits = Float.floatToRawIntBits(score + 0f);
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  /** The same for a comparison as signed numbers. */
  static int order(float score) {
    return key(score) ^ Integer.MIN_VALUE;
  }

  private static float score(int key) {
    return Float.intBitsToFloat(key ^ (~key >> 31 | Integer.MIN_VALUE));
  }
}
