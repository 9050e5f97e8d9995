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
    this.low = new int[lastKernel];
    this.high = new int[lastKernel];
    this.shift = new int[lastKernel];
    for (int k = 0; k < lastKernel; k++) {
      shift[k] = k * window.dilations[last] - window.begins[last];
      low[k] = bound(-shift[k]);
      high[k] = Math.max(low[k], bound(large[last + 1] - shift[k]));
    }
    this.base = rows(window, large, small);
  }

  /** The first place whose element is not before the given one. */
  private int bound(int element) {
    return Math.max(0, Math.min(width, Math.floorDiv(element + stride - 1, stride)));
  }

  /** By the tap's outer axes, by row of places: the element at which the row begins, or −1. */
  private int[][] rows(Window window, int[] large, int[] small) {
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

  /**
   * Copies what a tap sees at the places from {@code from} to {@code to}; zeros where that is
   * padding.
   */
  void fill(float[] x, int channel, int tap, int from, int to, float[] row, int at) {
    int k = tap % lastKernel;
    int[] bases = base[tap / lastKernel];
    int out = at;
    for (int p = from; p < to; ) {
      int first = p % width;
      int end = Math.min(width, first + to - p);
      int b = bases[p / width];
      int l = b < 0 ? end : Math.max(first, Math.min(low[k], end));
      int h = b < 0 ? end : Math.max(l, Math.min(high[k], end));
      zero(row, out, (l - first) * inner);
      out += (l - first) * inner;
      copy(x, channel * plane + (b + l * stride + shift[k]) * inner, row, out, h - l);
      out += (h - l) * inner;
      zero(row, out, (end - h) * inner);
      out += (end - h) * inner;
      p += end - first;
    }
  }

  private static void zero(float[] row, int at, int n) {
    if (n > 0) {
      Arrays.fill(row, at, at + n, 0);
    }
  }

  private void copy(float[] x, int from, float[] row, int to, int n) {
    if (n <= 0) {
      return;
    }
    if (stride == 1) {
      System.arraycopy(x, from, row, to, n * inner);
    } else if (inner == 1) {
      for (int i = 0, p = from; i < n; i++, p += stride) {
        row[to + i] = x[p];
      }
    } else {
      for (int i = 0; i < n; i++) {
        System.arraycopy(x, from + i * stride * inner, row, to + i * inner, inner);
      }
    }
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

  /** The first place of a row that a tap sees something at, all rows' outer taps apart. */
  int low(int tap) {
    return low[tap % lastKernel];
  }

  /** The place behind the last one that a tap sees something at. */
  int high(int tap) {
    return high[tap % lastKernel];
  }

  /** Whether a tap sees anything in a row. */
  boolean sees(int tap, int row) {
    return base[tap / lastKernel][row] >= 0;
  }

  /** Where what a tap sees at a place of a row lies; of one that it {@link #sees}. */
  int at(int channel, int tap, int row, int place) {
    int k = tap % lastKernel;
    return channel * plane + (base[tap / lastKernel][row] + place * stride + shift[k]) * inner;
  }

  /** How far apart what a tap sees at neighbouring places lies. */
  int stride() {
    return stride * inner;
  }

  /** Whether a tap sees something at a place. */
  boolean inside(int tap, int place) {
    int column = place % width;
    return sees(tap, place / width) && column >= low(tap) && column < high(tap);
  }
}
