package io.github.dl4jpruning.cli;

import java.util.Arrays;

/** How long something takes. */
final class Median {
  private static final double NANOS_PER_MILLI = 1e6;

  private Median() {}

  /** The median of some passes in milliseconds, after as many that do not count. */
  static double millis(int passes, Runnable pass) {
    double[] nanos = new double[passes];
    for (int i = -passes; i < passes; i++) {
      long start = System.nanoTime();
      pass.run();
      if (i >= 0) {
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos[passes / 2] / NANOS_PER_MILLI;
  }
}
