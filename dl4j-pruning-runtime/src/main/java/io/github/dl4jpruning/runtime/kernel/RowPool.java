package io.github.dl4jpruning.runtime.kernel;

import java.util.Arrays;

/**
 * First all rows that the window sees become one, then that row and its shifted copies; in arrays
 * read from their first element on, whose loops HotSpot vectorises.
 */
final class RowPool implements Pool {
  /** From so many numbers of a place on it pays to compute the places between, too. */
  private static final int MANY = 8;

  private final Plane plane;
  private final boolean squares;
  private final float[] column;
  private final float[] next;
  private final float[] shifted;

  RowPool(Plane plane) {
    this.plane = plane;
    this.squares = plane.largest && plane.kernel == 2 && plane.inner == 1 && plane.isInside();
    this.column = new float[plane.reach() * plane.inner];
    this.next = column.clone();
    this.shifted = plane.inner < MANY ? new float[0] : new float[span()];
    Arrays.fill(column, plane.neutral());
    Arrays.fill(next, plane.neutral());
  }

  /** Numbers from the first place's first to the last one's last, if the window were one place. */
  private int span() {
    return ((plane.places - 1) * plane.stride + 1) * plane.inner;
  }

  @Override
  public void plane(float[] x, int from, float[] y, int at) {
    int n = plane.places * plane.inner;
    int to = at;
    for (int[] starts : plane.rows) {
      if (squares && starts.length == 2) {
        squares(x, from + starts[0], from + starts[1], y, to);
      } else if (starts.length == 0) {
        Arrays.fill(y, to, to + n, plane.neutral());
      } else {
        row(x, from, starts, y, to);
      }
      to += n;
    }
  }

  private void row(float[] x, int from, int[] starts, float[] y, int at) {
    int to = plane.begin * plane.inner;
    int n = Math.min(plane.width * plane.inner, column.length - to);
    if (n > 0) {
      System.arraycopy(x, from + starts[0], column, to, n);
      for (int i = 1; i < starts.length; i++) {
        System.arraycopy(x, from + starts[i], next, to, n);
        combine(column, next, column.length);
      }
    }
    if (plane.inner < MANY) {
      few(y, at);
    } else {
      many(y, at);
    }
  }

  private void combine(float[] into, float[] from, int n) {
    if (plane.largest) {
      Loops.largest(into, from, n);
    } else {
      Loops.add(into, from, n);
    }
  }

  private void few(float[] y, int at) {
    int inner = plane.inner;
    int step = plane.stride * inner;
    int apart = plane.dilation * inner;
    for (int i = 0, from = 0; i < plane.places * inner; i += inner, from += step) {
      for (int j = 0; j < inner; j++) {
        float value = column[from + j];
        for (int k = 1; k < plane.kernel; k++) {
          float other = column[from + j + k * apart];
          value = plane.largest ? Math.max(value, other) : value + other;
        }
        y[at + i + j] = value;
      }
    }
  }

  /** The largest of two places of two rows, for a single example: what most networks do. */
  private void squares(float[] x, int first, int second, float[] y, int at) {
    int step = plane.stride;
    int apart = plane.dilation;
    for (int i = 0, p = first, q = second; i < plane.places; i++, p += step, q += step) {
      y[at + i] = Math.max(Math.max(x[p], x[p + apart]), Math.max(x[q], x[q + apart]));
    }
  }

  private void many(float[] y, int at) {
    int n = shifted.length;
    float[] result = column;
    if (plane.kernel > 1) {
      // The second place's numbers first, so that the column is left as it is for the others.
      result = shifted;
      System.arraycopy(column, plane.dilation * plane.inner, shifted, 0, n);
      combine(shifted, column, n);
      for (int k = 2; k < plane.kernel; k++) {
        System.arraycopy(column, k * plane.dilation * plane.inner, next, 0, n);
        combine(shifted, next, n);
      }
      if (plane.kernel > 2) {
        Arrays.fill(next, plane.neutral());
      }
    }
    if (plane.stride == 1) {
      System.arraycopy(result, 0, y, at, n);
      return;
    }
    int step = plane.stride * plane.inner;
    for (int i = 0, from = 0; i < plane.places; i++, from += step) {
      System.arraycopy(result, from, y, at + i * plane.inner, plane.inner);
    }
  }

  @Override
  public long bytes() {
    return 4L * (2 * column.length + shifted.length);
  }
}
