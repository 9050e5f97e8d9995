package io.github.dl4jpruning.program;

import java.util.Arrays;

/** Arithmetic on shapes. */
public final class Shapes {
  /** The most axes that a tensor of one example or a weight may have. */
  public static final int MOST_AXES = 8;

  /** The most elements that a tensor of one example or a weight may have: 2^28. */
  public static final int MOST_ELEMENTS = 1 << 28;

  private Shapes() {}

  /** The number of elements; 1 for no axes. */
  public static int size(int... shape) {
    return size(shape, 0, shape.length);
  }

  /** The number of elements on the axes from {@code from} to {@code to}, the latter excluded. */
  public static int size(int[] shape, int from, int to) {
    int size = 1;
    for (int i = from; i < to; i++) {
      size = Math.multiplyExact(size, shape[i]);
    }
    return size;
  }

  /** How far apart neighbours on each axis lie, the last axis running fastest. */
  public static int[] strides(int... shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  /** Steps an index on, the last axis fastest; behind the last one follows the first. */
  public static void increment(int[] index, int[] shape) {
    for (int d = shape.length - 1; d >= 0; d--) {
      if (++index[d] < shape[d]) {
        return;
      }
      index[d] = 0;
    }
  }

  static int[] identity(int axes) {
    int[] identity = new int[axes];
    for (int i = 0; i < axes; i++) {
      identity[i] = i;
    }
    return identity;
  }

  static void requirePermutation(String where, int[] axes, int rank) {
    int[] sorted = axes.clone();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, identity(rank))) {
      throw new IllegalArgumentException(
          where
              + ": axes must be 0 to "
              + (rank - 1)
              + " in some order, not "
              + Arrays.toString(axes));
    }
  }

  /** Every axis at least 1, all together at most {@link #MOST_ELEMENTS}. */
  static int[] requireSize(String where, int[] shape) {
    long size = 1;
    for (int n : shape) {
      if (n < 1) {
        throw new IllegalArgumentException(
            where + ": every axis must be at least 1, not " + Arrays.toString(shape));
      }
      size *= n;
      if (size > MOST_ELEMENTS) {
        throw new IllegalArgumentException(
            where + ": at most " + MOST_ELEMENTS + " elements, not " + Arrays.toString(shape));
      }
    }
    if (shape.length < 1 || shape.length > MOST_AXES) {
      throw new IllegalArgumentException(
          where + ": 1 to " + MOST_AXES + " axes, not " + Arrays.toString(shape));
    }
    return shape;
  }
}
