package io.github.dl4jpruning.structure.trace;

import io.github.dl4jpruning.model.ModelParam;

/**
 * One axis of a parameter's memory, and which unit each place on it belongs to. Position {@code
 * offset + (o · length + place) · inner + i} belongs to {@code units[place]}, for all {@code o <
 * outer} and {@code i < inner}.
 */
public final class AxisUnits {
  private final ModelParam param;
  private final Role role;
  private final int offset;
  private final int outer;
  private final int inner;
  private final int[] units;

  AxisUnits(ModelParam param, Role role, int offset, int outer, int inner, int[] units) {
    this.param = param;
    this.role = role;
    this.offset = offset;
    this.outer = outer;
    this.inner = inner;
    this.units = units;
    long end = offset + (long) outer * units.length * inner;
    if (end > param.length()) {
      throw new IllegalStateException(
          "An axis of %s places does not fit %s".formatted(units.length, param));
    }
  }

  public ModelParam param() {
    return param;
  }

  public Role role() {
    return role;
  }

  public int[] units() {
    return units;
  }

  /** The first position. */
  public int offset() {
    return offset;
  }

  /** How often the axis is gone through. */
  public int outer() {
    return outer;
  }

  /** Positions side by side that have one place. */
  public int inner() {
    return inner;
  }
}
