package io.github.dl4jpruning.runtime.kernel;

import java.util.Arrays;

/**
 * A matrix without its zeros, six bytes per weight that is left, or eight if it has more than
 * 65,536 columns. Rows are sorted by length and stored four by four, element after element, so that
 * four sums run in lockstep and each has its own chain of additions: the sliced ELLPACK of Monakov
 * et al. (2010), without its padding, with its sorting by Kreutzer et al. (2014). Immutable, if
 * nobody changes the arrays that it shares.
 */
public final class SparseMatrix {
  /** How far apart neighbours of one row lie in {@link #values()}. */
  public static final int STEP = 4;

  private final int rows;
  private final int columns;
  private final int[] order;
  private final int[] first;
  private final int[] length;
  private final char[] near;
  private final int[] far;
  private final float[] value;
  private final long nonZeros;
  private final int[] used;

  private SparseMatrix(int rows, int columns, Entries entries) {
    this.rows = rows;
    this.columns = columns;
    this.length = new int[rows];
    boolean[] there = new boolean[columns];
    long count = 0;
    // Row by row, in methods of their own: such ones are compiled long before a long loop is.
    for (int row = 0; row < rows; row++) {
      length[row] = count(row, entries, there);
      count += length[row];
    }
    this.nonZeros = count;
    this.used = indices(there);
    this.order = byLength(length);
    this.first = new int[rows];
    int size = 0;
    for (int i = 0; i < rows; i++) {
      first[order[i]] = size + i % STEP;
      if (i % STEP == STEP - 1 || i == rows - 1) {
        size = Math.addExact(size, STEP * length[order[i - i % STEP]]);
      }
    }
    boolean small = columns <= 1 << Character.SIZE;
    this.near = new char[small ? size : 0];
    this.far = new int[small ? 0 : size];
    this.value = new float[size];
    for (int row = 0; row < rows; row++) {
      put(row, entries);
    }
  }

  private static int count(int row, Entries entries, boolean[] there) {
    int count = 0;
    for (int c = 0; c < entries.count(); c++) {
      if (entries.value(row, c) != 0) {
        count++;
        there[entries.column(row, c)] = true;
      }
    }
    return count;
  }

  private void put(int row, Entries entries) {
    int at = first[row];
    for (int c = 0; c < entries.count(); c++) {
      float v = entries.value(row, c);
      if (Float.isNaN(v) || Float.isInfinite(v)) {
        throw new IllegalArgumentException(
            "Weights must be finite, not " + v + " (row " + row + ", column " + c + ")");
      }
      if (v != 0) {
        if (far.length == 0) {
          near[at] = (char) entries.column(row, c);
        } else {
          far[at] = entries.column(row, c);
        }
        value[at] = v;
        at += STEP;
      }
    }
  }

  /** Where a matrix's elements come from: so many per row, each of a column of its own. */
  public interface Entries {
    /** Elements of each row, zeros included. */
    int count();

    /** The column of a row's i-th element; rising with i. */
    int column(int row, int i);

    /** The value of a row's i-th element. */
    float value(int row, int i);
  }

  /** Makes a matrix of the elements that are not zero. */
  public static SparseMatrix of(int rows, int columns, Entries entries) {
    return new SparseMatrix(rows, columns, entries);
  }

  /**
   * Makes a matrix.
   *
   * @param values {@code [rows, columns]}, the latter running fastest
   */
  public static SparseMatrix of(int rows, int columns, float[] values) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "A matrix [" + rows + ", " + columns + "] has not " + values.length + " elements");
    }
    return of(
        rows,
        columns,
        new Entries() {
          @Override
          public int count() {
            return columns;
          }

          @Override
          public int column(int row, int i) {
            return i;
          }

          @Override
          public float value(int row, int i) {
            return values[row * columns + i];
          }
        });
  }

  private static int[] byLength(int[] length) {
    long[] keys = new long[length.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) (Integer.MAX_VALUE - length[i]) << 32) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  private static int[] indices(boolean[] there) {
    int count = 0;
    for (boolean is : there) {
      count += is ? 1 : 0;
    }
    int[] indices = new int[count];
    count = 0;
    for (int i = 0; i < there.length; i++) {
      if (there[i]) {
        indices[count++] = i;
      }
    }
    return indices;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** How many elements are not zero. */
  public long nonZeros() {
    return nonZeros;
  }

  /** The fraction of elements that are not zero. */
  public double density() {
    return nonZeros / ((double) rows * columns);
  }

  /** The columns that are not empty, rising. Not to be changed. */
  public int[] used() {
    return used;
  }

  /** Where a row begins in {@link #values()}; its next element is {@link #STEP} further. */
  public int first(int row) {
    return first[row];
  }

  /** How many elements of a row are not zero. */
  public int length(int row) {
    return length[row];
  }

  /** The column of the element at a place of {@link #values()}. */
  public int column(int at) {
    return far.length == 0 ? near[at] : far[at];
  }

  /** The elements. Not to be changed. */
  public float[] values() {
    return value;
  }

  /** What each column has, at the places of {@link #values()}. */
  public int[] byWeight(int[] byColumn) {
    int[] numbers = new int[value.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = byColumn[column(i)];
    }
    return numbers;
  }

  /** Bytes of all arrays. */
  public long bytes() {
    return 4L * value.length + 2L * near.length + 4L * far.length + 12L * rows + 4L * used.length;
  }

  /**
   * {@code y[row] = Σ value · x[column]}. Arrays are read from their first element on: one addition
   * less for each weight is a fifth of the time.
   */
  public void multiply(float[] x, float[] y) {
    int whole = far.length == 0 ? rows - rows % STEP : 0;
    char[] c = near;
    float[] v = value;
    for (int i = 0; i < whole; i += STEP) {
      int k = first[order[i]];
      int common = k + STEP * length[order[i + 3]];
      float p = 0;
      float q = 0;
      float r = 0;
      float s = 0;
      for (; k < common; k += STEP) {
        p += v[k] * x[c[k]];
        q += v[k + 1] * x[c[k + 1]];
        r += v[k + 2] * x[c[k + 2]];
        s += v[k + 3] * x[c[k + 3]];
      }
      y[order[i]] = rest(order[i], k, p, x);
      y[order[i + 1]] = rest(order[i + 1], k + 1, q, x);
      y[order[i + 2]] = rest(order[i + 2], k + 2, r, x);
      y[order[i + 3]] = s;
    }
    for (int i = whole; i < rows; i++) {
      y[order[i]] = rest(order[i], first[order[i]], 0, x);
    }
  }

  private float rest(int row, int from, float sum, float[] x) {
    float s = sum;
    for (int k = from, end = first[row] + STEP * length[row]; k < end; k += STEP) {
      s += value[k] * x[column(k)];
    }
    return s;
  }
}
