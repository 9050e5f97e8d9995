package io.github.dl4jpruning.schedule;

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
}
