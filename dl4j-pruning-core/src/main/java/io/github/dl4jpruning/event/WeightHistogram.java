package io.github.dl4jpruning.event;

import java.util.Arrays;
import java.util.List;

/**
 * How many weights there are of each size: {@value #BINS} bins of equal width from −reach to reach,
 * each with its lower end included. Reaches are powers of two, so that histograms of different
 * reach can be laid over each other without error.
 *
 * @param reach above the largest absolute value, and at most twice as much; 1 where there is no
 *     value but 0
 * @param counts weights in each bin, from the lowest
 * @param notFinite values that are in no bin: NaN and infinities
 */
public record WeightHistogram(double reach, List<Long> counts, long notFinite) {
  /** The number of bins. */
  public static final int BINS = 256;

  private static final int MIDDLE = BINS / 2;

  /** Copies the counts, and checks that there is one for each bin. */
  public WeightHistogram {
    counts = List.copyOf(counts);
    if (counts.size() != BINS) {
      throw new IllegalArgumentException(
          "A histogram has %s bins, got %s".formatted(BINS, counts.size()));
    }
    if (!(reach > 0) || Math.scalb(1.0, Math.getExponent(reach)) != reach) {
      throw new IllegalArgumentException("A reach is a power of two, got " + reach);
    }
  }

  /**
   * Counts values.
   *
   * @param values any number of them
   * @return the histogram
   */
  public static WeightHistogram of(float... values) {
    double largest = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        largest = Math.max(largest, Math.abs((double) value));
      }
    }
    double reach = largest == 0 ? 1 : Math.scalb(1.0, Math.getExponent(largest) + 1);
    long[] counts = new long[BINS];
    long notFinite = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        counts[MIDDLE + (int) Math.floor(value / reach * MIDDLE)]++;
      } else {
        notFinite++;
      }
    }
    return new WeightHistogram(reach, boxed(counts), notFinite);
  }

  /**
   * The same values in wider bins.
   *
   * @param wider a power of two, at least {@link #reach()}
   * @return a histogram of that reach
   * @throws IllegalArgumentException if it is less, or no power of two
   */
  public WeightHistogram withReach(double wider) {
    if (!(wider >= reach)) {
      throw new IllegalArgumentException(
          "A histogram of reach %s has no bins for a reach of %s".formatted(reach, wider));
    }
    int factor = (int) Math.min(BINS, wider / reach);
    long[] merged = new long[BINS];
    for (int i = 0; i < BINS; i++) {
      merged[MIDDLE + Math.floorDiv(i - MIDDLE, factor)] += counts.get(i);
    }
    return new WeightHistogram(wider, boxed(merged), notFinite);
  }

  /**
   * How many values are in the bins.
   *
   * @return at least 0
   */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static List<Long> boxed(long[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }
}
