package io.github.dl4jpruning.program;

import java.util.Arrays;

/**
 * An input of a program: its name, its shape without the batch, and where time runs, if it does.
 */
public final class Input {
  private static final int TIMELESS = -1;

  private final String name;
  private final int[] shape;
  private final int time;
  private final boolean even;

  private Input(String name, int[] shape, int time, boolean even) {
    this.name = name;
    this.shape = Shapes.requireSize("Input " + name, shape.clone());
    this.time = time;
    this.even = even;
    if (name.isEmpty()) {
      throw new IllegalArgumentException("An input needs a name");
    }
    if (time != TIMELESS && (time < 0 || time >= shape.length)) {
      throw new IllegalArgumentException(
          "Input "
              + name
              + ": time is one of the axes of "
              + Arrays.toString(shape)
              + ", not "
              + time);
    }
  }

  /** An input of one shape, at least one axis. */
  public static Input of(String name, int... shape) {
    return new Input(name, shape, TIMELESS, true);
  }

  /**
   * A series.
   *
   * @param time the axis that time runs along, from 0
   * @param shape with the usual length on that axis
   */
  public static Input series(String name, int time, int... shape) {
    return new Input(name, shape, time, false);
  }

  /** The same, but all series of a batch must be equally long. */
  public Input even() {
    return new Input(name, shape, time, true);
  }

  /**
   * Whether all series of a batch must be equally long: always so if it is no series, and where the
   * network loses track of where shorter ones end.
   */
  public boolean isEven() {
    return even;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its shape, without the batch. */
  public int[] shape() {
    return shape.clone();
  }

  /** Its shape, with so many steps if it is a series. */
  public int[] shape(int length) {
    int[] changed = shape.clone();
    if (isSeries()) {
      changed[time] = length;
    }
    return changed;
  }

  /** Whether one of its axes is time. */
  public boolean isSeries() {
    return time != TIMELESS;
  }

  /** The axis of time. */
  public int time() {
    if (!isSeries()) {
      throw new IllegalStateException("Input " + name + " is no series");
    }
    return time;
  }

  /** The usual number of steps; 1 if it is no series. */
  public int length() {
    return isSeries() ? shape[time] : 1;
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape) + (isSeries() ? " (time: axis " + time + ")" : "");
  }
}
