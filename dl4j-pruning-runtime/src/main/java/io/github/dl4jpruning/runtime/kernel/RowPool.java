package io.github.dl4jpruning.runtime.kernel;

import java.util.Arrays;

/**
 * First all rows that the window sees become one, then that row and its shifted copies; in arrays
 * read from their first element on, whose loops HotSpot vectorises.
 */
final class RowPool implements Pool {
  /** From so many numbers of a place on it pays to compute the places between, too. */
  private static final int MANY = 8;

  private final Row row;
  private final boolean squares;
  private final float[] column;
  private final float[] next;
  private final float[] shifted;

  RowPool(Row row) {
    this.row = row;
    this.squares = row.largest && row.kernel == 2 && row.inner == 1 && row.isInside();
    this.column = new float[row.reach() * row.inner];
    this.next = column.clone();
    this.shifted = row.inner < MANY ? new float[0] : new float[span()];
    Arrays.fill(column, row.neutral());
    Arrays.fill(next, row.neutral());
  }

  /** Numbers from the first place's first to the last one's last, if the window were one place. */
  private int span() {
    return ((row.places - 1) * row.stride + 1) * row.inner;
  }

  @Override
  public void row(float[] x, int[] starts, int seen, float[] y, int at) {
    if (squares && seen == 2) {
      squares(x, starts[0], starts[1], y, at);
      return;
    }
    int to = row.begin * row.inner;
    int n = Math.min(row.width * row.inner, column.length - to);
    if (n > 0) {
      System.arraycopy(x, starts[0], column, to, n);
      for (int i = 1; i < seen; i++) {
        System.arraycopy(x, starts[i], next, to, n);
        combine(column, next, column.length);
      }
    }
    if (row.inner < MANY) {
      few(y, at);
    } else {
      many(y, at);
    }
  }

  private void combine(float[] into, float[] from, int n) {
    if (row.largest) {
      Loops.largest(into, from, n);
    } else {
      Loops.add(into, from, n);
    }
  }

  private void few(float[] y, int at) {
    int inner = row.inner;
    int step = row.stride * inner;
    int apart = row.dilation * inner;
    for (int i = 0, from = 0; i < row.places * inner; i += inner, from += step) {
      for (int j = 0; j < inner; j++) {
        float value = column[from + j];
        for (int k = 1; k < row.kernel; k++) {
          float other = column[from + j + k * apart];
          value = row.largest ? Math.max(value, other) : value + other;
        }
        y[at + i + j] = value;
      }
    }
  }

  /** The largest of two places of two rows, for a single example: what most networks do. */
  private void squares(float[] x, int first, int second, float[] y, int at) {
    int step = row.stride;
    int apart = row.dilation;
    for (int i = 0, p = first, q = second; i < row.places; i++, p += step, q += step) {
      y[at + i] = Math.max(Math.max(x[p], x[p + apart]), Math.max(x[q], x[q + apart]));
    }
  }

  private void many(float[] y, int at) {
    int n = shifted.length;
    float[] result = column;
    if (row.kernel > 1) {
      // The second place's numbers first, so that the column is left as it is for the others.
      result = shifted;
      System.arraycopy(column, row.dilation * row.inner, shifted, 0, n);
      combine(shifted, column, n);
      for (int k = 2; k < row.kernel; k++) {
        System.arraycopy(column, k * row.dilation * row.inner, next, 0, n);
        combine(shifted, next, n);
      }
      if (row.kernel > 2) {
        Arrays.fill(next, row.neutral());
      }
    }
    if (row.stride == 1) {
      System.arraycopy(result, 0, y, at, n);
      return;
    }
    int step = row.stride * row.inner;
    for (int i = 0, from = 0; i < row.places; i++, from += step) {
      System.arraycopy(result, from, y, at + i * row.inner, row.inner);
    }
  }

  @Override
  public long bytes() {
    return 4L * (2 * column.length + shifted.length);
  }
}
