package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Window;
import java.util.Arrays;

/**
 * For each channel and each place of the window's last axis, all rows of what it sees there, close
 * together: a tap on another row of the window is then only a row further. Where the window moves
 * by more than one, rows that are seen together lie together.
 */
final class ColumnLayout extends Layout {
  private final Scratch scratch;
  private final int size;
  private final int[] quotients;
  private final int rows;
  private final int[] planes;
  private final int[] to;
  private final Reach reach;

  /**
   * A layout.
   *
   * @param used the columns {@code channel · taps + tap} that have weights; others are left out
   */
  ColumnLayout(Window window, Tensor from, int[] small, Scratch scratch, int... used) {
    super(window, from, small);
    this.scratch = scratch;
    this.quotients = new int[outer];
    int phases = 1;
    for (int d = 0; d < outer; d++) {
      quotients[d] = (padded(d) + window.strides[d] - 1) / window.strides[d];
      phases *= window.strides[d];
    }
    this.rows = Math.multiplyExact(phases, Shapes.size(quotients));
    this.planes = planes(used);
    int all = Math.multiplyExact(from.channels() * window.kernel[outer], rows);
    this.size = Math.multiplyExact(all, width());
    int[] shape = Arrays.copyOfRange(from.shape, 1, outer + 1);
    this.to = new int[Shapes.size(shape)];
    int[] row = new int[outer];
    int[] padded = new int[outer];
    for (int i = 0; i < to.length; i++) {
      for (int d = 0; d < outer; d++) {
        padded[d] = row[d] + window.begins[d];
      }
      to[i] = row(padded) * width();
      Shapes.increment(row, shape);
    }
    this.reach = new Reach(window, from.shape[outer + 1], small[outer + 1]);
  }

  private int[] planes(int... used) {
    int last = window.kernel[outer];
    boolean[] there = new boolean[from.channels() * last];
    for (int c : used) {
      there[c / taps * last + c % last] = true;
    }
    int[] found = new int[there.length];
    int count = 0;
    for (int i = 0; i < there.length; i++) {
      if (there[i]) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Which row a padded one is: those of one remainder lie together. */
  private int row(int... padded) {
    int phase = 0;
    int quotient = 0;
    for (int d = 0; d < outer; d++) {
      phase = phase * window.strides[d] + padded[d] % window.strides[d];
      quotient = quotient * quotients[d] + padded[d] / window.strides[d];
    }
    return phase * Shapes.size(quotients) + quotient;
  }

  @Override
  float[] data() {
    return scratch.data();
  }

  @Override
  int size() {
    return size;
  }

  @Override
  int pitch() {
    return width();
  }

  @Override
  int start(int[] at) {
    int quotient = 0;
    for (int d = 0; d < outer; d++) {
      quotient = quotient * quotients[d] + at[d];
    }
    return quotient * width();
  }

  @Override
  int distance(int channel, int[] tap) {
    int last = window.kernel[outer];
    int plane = channel * last + tap[outer] / window.dilations[outer];
    return (plane * rows + row(tap)) * width();
  }

  @Override
  void update() {
    float[] data = data();
    Arrays.fill(data, 0, size, 0);
    int last = window.kernel[outer];
    int length = from.shape[outer + 1] * inner;
    int stride = window.strides[outer];
    for (int plane : planes) {
      int k = plane % last;
      int source =
          plane / last * to.length * length + (reach.low[k] * stride + reach.shift[k]) * inner;
      int target = plane * rows * width() + reach.low[k] * inner;
      int n = reach.high[k] - reach.low[k];
      for (int row : to) {
        copy(source, data, target + row, n, stride);
        source += length;
      }
    }
  }

  private void copy(int source, float[] data, int target, int n, int stride) {
    float[] x = from.data;
    if (stride == 1) {
      System.arraycopy(x, source, data, target, n * inner);
    } else if (inner == 1) {
      for (int i = 0, p = source; i < n; i++, p += stride) {
        data[target + i] = x[p];
      }
    } else {
      for (int i = 0; i < n; i++) {
        System.arraycopy(x, source + i * stride * inner, data, target + i * inner, inner);
      }
    }
  }

  @Override
  long copies() {
    long each = window.strides[outer] == 1 || inner == 1 ? 1 : small[outer + 1];
    return (long) planes.length * to.length * each;
  }

  @Override
  long copied() {
    return size;
  }

  @Override
  long bytes() {
    return 4L * (planes.length + to.length);
  }
}
