package io.github.dl4jpruning.program;

import java.util.Arrays;

/**
 * A reference to (a part of) a parameter, and how its values are read. Immutable.
 *
 * <p>A parameter is its values in memory order; {@code stored} says how they lie, the last axis
 * running fastest. Of its first axis, rows {@code from} to {@code to} (excluded) are taken; then
 * axis i is axis {@code axes[i]} of that; then, in that order, the values get the shape that the
 * operation wants.
 */
public final class Weight {
  private final String parameter;
  private final int[] stored;
  private final int from;
  private final int to;
  private final int[] axes;
  private final int[] shape;

  private Weight(String parameter, int[] stored, int from, int to, int[] axes, int[] shape) {
    this.parameter = parameter;
    this.stored = stored;
    this.from = from;
    this.to = to;
    this.axes = axes;
    this.shape = shape;
    if (parameter == null || stored.length == 0 || stored.length > Shapes.MOST_AXES) {
      throw new IllegalArgumentException(
          "A weight needs a parameter's name and 1 to 8 axes, not "
              + parameter
              + ": "
              + Arrays.toString(stored));
    }
    Shapes.requireSize("Weight " + parameter, stored);
    if (from < 0 || to > stored[0] || from >= to) {
      throw new IllegalArgumentException(
          "Weight "
              + parameter
              + ": rows "
              + from
              + " to "
              + to
              + " are not within "
              + Arrays.toString(stored));
    }
    Shapes.requirePermutation("Weight " + parameter, axes, stored.length);
    Shapes.requireSize("Weight " + parameter, shape);
    if (Shapes.size(shape) != Shapes.size(moved())) {
      throw new IllegalArgumentException(
          "Weight "
              + parameter
              + ": "
              + Arrays.toString(moved())
              + " can't become "
              + Arrays.toString(shape));
    }
  }

  /** All of a parameter, as it lies. */
  public static Weight of(String parameter, int... stored) {
    int[] shape = stored.clone();
    if (shape.length == 0) {
      throw new IllegalArgumentException("A weight needs 1 to 8 axes, not none: " + parameter);
    }
    return new Weight(parameter, shape, 0, shape[0], Shapes.identity(shape.length), shape);
  }

  /** Of the first axis, only the rows {@code from} to {@code to}, the latter not included. */
  public Weight rows(int from, int to) {
    int[] fewer = stored.clone();
    fewer[0] = to - from;
    return new Weight(parameter, stored, from, to, Shapes.identity(stored.length), fewer);
  }

  /** Its axes in another order: axis i of the result is axis {@code axes[i]} of what is stored. */
  public Weight transposed(int... axes) {
    Shapes.requirePermutation("Weight " + parameter, axes, stored.length);
    return new Weight(parameter, stored, from, to, axes.clone(), moved(axes));
  }

  /** The same values in the same order, with another shape. */
  public Weight reshaped(int... shape) {
    return new Weight(parameter, stored, from, to, axes, shape.clone());
  }

  /** The parameter's name, such as {@code 0_W}. */
  public String parameter() {
    return parameter;
  }

  /** How the parameter's values lie, the last axis running fastest. */
  public int[] stored() {
    return stored.clone();
  }

  /** The first row taken. */
  public int from() {
    return from;
  }

  /** The row behind the last one taken. */
  public int to() {
    return to;
  }

  /** The stored axis behind each axis, before the values get the shape that is wanted. */
  public int[] axes() {
    return axes.clone();
  }

  /** The shape that the operation sees. */
  public int[] shape() {
    return shape.clone();
  }

  private int[] moved() {
    return moved(axes);
  }

  private int[] moved(int... axes) {
    int[] moved = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      moved[i] = axes[i] == 0 ? to - from : stored[axes[i]];
    }
    return moved;
  }

  /**
   * Takes what the operation sees out of the parameter's values.
   *
   * @param values the parameter in memory order
   * @return in the order of {@link #shape()}, the last axis running fastest
   */
  public float[] read(float[] values) {
    if (values.length != Shapes.size(stored)) {
      throw new IllegalArgumentException(
          "Parameter "
              + parameter
              + " has "
              + values.length
              + " values, the program wants "
              + Arrays.toString(stored));
    }
    int row = values.length / stored[0];
    if (Arrays.equals(axes, Shapes.identity(axes.length))) {
      return Arrays.copyOfRange(values, from * row, to * row);
    }
    int[] strides = Shapes.strides(stored);
    int[] moved = moved();
    float[] result = new float[Shapes.size(moved)];
    int last = moved.length - 1;
    int width = moved[last];
    int[] index = new int[moved.length];
    for (int i = 0; i < result.length; i += width) {
      int at = from * row;
      for (int d = 0; d < last; d++) {
        at += index[d] * strides[axes[d]];
      }
      copy(values, at, strides[axes[last]], result, i, width);
      index[last] = width - 1;
      Shapes.increment(index, moved);
    }
    return result;
  }

  private static void copy(float[] x, int from, int stride, float[] y, int to, int n) {
    for (int i = 0, at = from; i < n; i++, at += stride) {
      y[to + i] = x[at];
    }
  }

  @Override
  public String toString() {
    return parameter + Arrays.toString(shape);
  }
}
