package io.github.dl4jpruning.runtime.plan;

import java.util.ArrayList;
import java.util.List;

/** Arrays that are used again when what they held is no longer needed. */
final class Arena {
  /** An array that is so many times too large is left for others. */
  private static final int WASTE = 4;

  private final int spare;
  private final List<float[]> free = new ArrayList<>();
  private long bytes;

  /**
   * No arrays yet.
   *
   * @param spare numbers that each is longer than was asked for
   */
  Arena(int spare) {
    this.spare = spare;
  }

  /** An array of at least that size; what it holds is of no meaning. */
  float[] take(int elements) {
    int size = Math.addExact(elements, spare);
    float[] best = null;
    for (float[] candidate : free) {
      boolean fits = candidate.length >= size && candidate.length / WASTE <= size;
      if (fits && (best == null || candidate.length < best.length)) {
        best = candidate;
      }
    }
    if (best == null) {
      bytes += 4L * size;
      return new float[size];
    }
    float[] found = best;
    free.removeIf(array -> array == found);
    return found;
  }

  void give(float[] array) {
    free.add(array);
  }

  /** Bytes of all arrays that were ever made. */
  long bytes() {
    return bytes;
  }
}
