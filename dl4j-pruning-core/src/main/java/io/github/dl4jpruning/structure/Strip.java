package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.model.ModelParam;

/**
 * One axis of a parameter's memory, and which unit each place on it belongs to. Position {@code
 * offset + (o · length + place) · inner + i} belongs to {@code units[place]}, for all {@code o <
 * outer} and {@code i < inner}.
 */
final class Strip {
  private final ModelParam param;
  private final Role role;
  private final int offset;
  private final int outer;
  private final int inner;
  private final int[] units;

  Strip(ModelParam param, Role role, int offset, int outer, int inner, int[] units) {
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

  ModelParam param() {
    return param;
  }

  Role role() {
    return role;
  }

  int[] units() {
    return units;
  }

  Slice slice(int[] structures) {
    return new Slice(param, role, offset, outer, inner, structures);
  }
}
