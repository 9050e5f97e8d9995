package io.github.dl4jpruning.cli;

import org.apache.commons.math3.stat.descriptive.rank.Median;

/** How long something takes. */
final class Stopwatch {
  private static final double NANOS_PER_MILLI = 1e6;

  private Stopwatch() {}

  /** The median of some passes in milliseconds, after as many that do not count. */
  static double medianMillis(int passes, Runnable pass) {
    double[] nanos = new double[passes];
    for (int i = -passes; i < passes; i++) {
      long start = System.nanoTime();
      pass.run();
      if (i >= 0) {
        nanos[i] = System.nanoTime() - start;
      }
    }
    return new Median().evaluate(nanos) / NANOS_PER_MILLI;
  }
}
