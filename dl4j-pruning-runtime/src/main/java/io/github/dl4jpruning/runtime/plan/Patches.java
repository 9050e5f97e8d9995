package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Window;
import java.util.Arrays;

/**
 * Where a window's places lie: for each tap (a place within the window) and each place of the
 * window, an element of the larger tensor, or nothing where that is padding. Row by row of the last
 * axis that the window slides over. What the window does not slide over, and the examples, are
 * {@code inner} numbers side by side.
 */
final class Patches {
  /** Numbers of one place. */
  final int inner;

  /** Places of the window. */
  final int places;

  /** Places within the window. */
  final int taps;

  private final int plane;
  private final int width;
  private final int stride;
  private final int lastKernel;
  private final int[][] base;
  private final int[] low;
  private final int[] high;
  private final int[] shift;

  /**
   * Geometry.
   *
   * @param large the shape of what the window slides over
   * @param small the shape of its places
   */
  Patches(Window window, int[] large, int[] small, int lanes) {
    int last = window.rank() - 1;
    this.inner = Shapes.size(large, window.rank() + 1, large.length) * lanes;
    this.places = Shapes.size(small, 1, window.rank() + 1);
    this.taps = Shapes.size(window.kernel);
    this.plane = Shapes.size(large, 1, window.rank() + 1) * inner;
    this.width = small[last + 1];
    this.stride = window.strides[last];
    this.lastKernel = window.kernel[last];
    Reach reach = new Reach(window, large[last + 1], width);
    this.low = reach.low;
    this.high = reach.high;
    this.shift = reach.shift;
    this.base = rows(window, large, small);
  }

  /** By the tap's outer axes, by row of places: the element at which the row begins, or −1. */
  private static int[][] rows(Window window, int[] large, int[] small) {
    int last = window.rank() - 1;
    int[] outer = Arrays.copyOf(window.kernel, last);
    int[] rows = Arrays.copyOfRange(small, 1, last + 1);
    int[][] table = new int[Shapes.size(outer)][Shapes.size(rows)];
    int[] tap = new int[last];
    for (int[] bases : table) {
      int[] row = new int[last];
      for (int r = 0; r < bases.length; r++) {
        int at = 0;
        boolean inside = true;
        for (int d = 0; d < last; d++) {
          int place = row[d] * window.strides[d] + tap[d] * window.dilations[d] - window.begins[d];
          inside &= place >= 0 && place < large[1 + d];
          at = at * large[1 + d] + place;
        }
        bases[r] = inside ? at * large[last + 1] : -1;
        Shapes.increment(row, rows);
      }
      Shapes.increment(tap, outer);
    }
    return table;
  }

  /** Places of one row. */
  int width() {
    return width;
  }

  /** Adds numbers at the places from {@code from} to {@code to} to what a tap sees there. */
  void add(float[] numbers, int from, int to, float[] y, int channel, int tap) {
    int k = tap % lastKernel;
    int[] bases = base[tap / lastKernel];
    for (int p = from; p < to; ) {
      int first = p % width;
      int end = Math.min(width, first + to - p);
      int b = bases[p / width];
      int l = b < 0 ? end : Math.max(first, Math.min(low[k], end));
      int h = b < 0 ? end : Math.max(l, Math.min(high[k], end));
      for (int i = l; i < h; i++) {
        int target = channel * plane + (b + i * stride + shift[k]) * inner;
        int source = (p - from + i - first) * inner;
        for (int j = 0; j < inner; j++) {
          y[target + j] += numbers[source + j];
        }
      }
      p += end - first;
    }
  }

  /** Numbers of one channel of the larger tensor. */
  int plane() {
    return plane;
  }

  /** By row of places: where the rows begin that the window's taps see there. */
  int[][] rowsSeen() {
    int[][] seen = new int[places / width][];
    int[] found = new int[base.length];
    for (int row = 0; row < seen.length; row++) {
      int count = 0;
      for (int[] begins : base) {
        if (begins[row] >= 0) {
          found[count++] = begins[row] * inner;
        }
      }
      seen[row] = Arrays.copyOf(found, count);
    }
    return seen;
  }

  /** An element of the larger tensor, for one number per place: what a tap sees at a place. */
  int at(int channel, int tap, int place) {
    int k = tap % lastKernel;
    return channel * plane
        + (base[tap / lastKernel][place / width] + place % width * stride + shift[k]) * inner;
  }

  /** Whether a tap sees something at a place. */
  boolean inside(int tap, int place) {
    int column = place % width;
    int k = tap % lastKernel;
    return base[tap / lastKernel][place / width] >= 0 && column >= low[k] && column < high[k];
  }
}
