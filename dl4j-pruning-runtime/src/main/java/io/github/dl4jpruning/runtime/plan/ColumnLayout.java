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
  /** Rows of up to so many numbers are copied faster number by number. */
  private static final int SHORT = 8;

  private final Scratch scratch;
  private final int size;
  private final int[] quotients;
  private final int rows;

  /** Where each copy comes from in the tensor, and where it goes to. */
  private final int[] sources;

  private final int[] targets;

  /** How many numbers each copies; empty if that are those of one place. */
  private final int[] lengths;

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
    int all = Math.multiplyExact(from.channels() * window.kernel[outer], rows);
    this.size = Math.multiplyExact(all, width());
    Reach reach = new Reach(window, from.shape[outer + 1], small[outer + 1]);
    boolean whole = window.strides[outer] == 1 && width() > SHORT;
    int[] planes = planes(used);
    int[] to = rowsOfInput();
    int count = copies(planes, reach, whole) * to.length;
    this.sources = new int[count];
    this.targets = new int[count];
    this.lengths = new int[whole ? count : 0];
    fill(planes, to, reach);
  }

  /** Where the rows of a channel of the input go to, from the plane's beginning. */
  private int[] rowsOfInput() {
    int[] shape = Arrays.copyOfRange(from.shape, 1, outer + 1);
    int[] to = new int[Shapes.size(shape)];
    int[] row = new int[outer];
    int[] padded = new int[outer];
    for (int i = 0; i < to.length; i++) {
      for (int d = 0; d < outer; d++) {
        padded[d] = row[d] + window.begins[d];
      }
      to[i] = row(padded) * width();
      Shapes.increment(row, shape);
    }
    return to;
  }

  /** Copies of one row of each plane. */
  private int copies(int[] planes, Reach reach, boolean whole) {
    int count = 0;
    for (int plane : planes) {
      int k = plane % window.kernel[outer];
      int places = reach.high[k] - reach.low[k];
      count += whole ? Math.min(places, 1) : places;
    }
    return count;
  }

  private void fill(int[] planes, int[] to, Reach reach) {
    int last = window.kernel[outer];
    int length = from.shape[outer + 1] * inner;
    int stride = window.strides[outer];
    int at = 0;
    for (int plane : planes) {
      int k = plane % last;
      int source =
          plane / last * to.length * length + (reach.low[k] * stride + reach.shift[k]) * inner;
      int target = plane * rows * width() + reach.low[k] * inner;
      int places = reach.high[k] - reach.low[k];
      int step = lengths.length == 0 ? 1 : places;
      for (int row = 0; row < to.length; row++) {
        for (int i = 0; i < places; i += step, at++) {
          sources[at] = source + row * length + i * stride * inner;
          targets[at] = target + to[row] + i * inner;
          if (lengths.length > 0) {
            lengths[at] = places * inner;
          }
        }
      }
    }
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
    float[] x = from.data;
    float[] data = data();
    Arrays.fill(data, 0, size, 0);
    if (lengths.length > 0) {
      for (int i = 0; i < lengths.length; i++) {
        System.arraycopy(x, sources[i], data, targets[i], lengths[i]);
      }
    } else if (inner == 1) {
      for (int i = 0; i < sources.length; i++) {
        data[targets[i]] = x[sources[i]];
      }
    } else {
      for (int i = 0; i < sources.length; i++) {
        System.arraycopy(x, sources[i], data, targets[i], inner);
      }
    }
  }

  @Override
  long copies() {
    return lengths.length == 0 && inner == 1 ? sources.length / SHORT : sources.length;
  }

  @Override
  long copied() {
    return size;
  }

  @Override
  long bytes() {
    return 4L * (2 * sources.length + lengths.length);
  }
}
