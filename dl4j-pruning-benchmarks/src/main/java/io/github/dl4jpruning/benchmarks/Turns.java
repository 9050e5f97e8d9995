package io.github.dl4jpruning.benchmarks;

import java.util.List;

/** Several kinds of work, timed in turns after a warm-up of all. */
final class Turns {
  private static final double WARM_UP_MILLIS = 1500;
  private static final double TURN_MILLIS = 20;

  private Turns() {}

  /**
   * Times.
   *
   * @param rounds of turns, at least 1
   * @return milliseconds per run, by work and round
   */
  static double[][] millis(List<Runnable> works, int rounds) {
    int[] times = works.stream().mapToInt(Turns::repetitions).toArray();
    double[][] millis = new double[works.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < times.length; turn++) {
        int which = (round + turn) % times.length;
        millis[which][round] = millis(works.get(which), times[which]);
      }
    }
    return millis;
  }

  /** Warms up; then how many runs make a turn. */
  private static int repetitions(Runnable work) {
    int runs = 0;
    double spent = 0;
    while (spent < WARM_UP_MILLIS) {
      spent += millis(work, 1);
      runs++;
    }
    return Math.max(1, (int) (TURN_MILLIS * runs / spent));
  }

  private static double millis(Runnable work, int times) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e6 / times;
  }
}
