package io.github.dl4jpruning.schedule;

import io.github.dl4jpruning.mask.Percent;

/** The checks that schedules share. */
final class Ranges {
  private Ranges() {}

  static void requireInitial(double initial) {
    if (!(initial >= 0 && initial < 1)) {
      throw new IllegalArgumentException(
          "The initial sparsity must be at least 0 and below 1 (a fraction, not a percentage), got "
              + initial);
    }
  }

  /** A schedule's name, and where it starts if that is not at 0. */
  static String from(String name, double initial) {
    return initial == 0 ? name : "%s from %s".formatted(name, Percent.of(initial));
  }
}
