package io.github.dl4jpruning.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** Several kinds of work, timed in turns after a warm-up of all: one machine for all of them. */
public final class Turns {
  private static final double WARM_UP_MILLIS = 1500;
  private static final double TURN_MILLIS = 20;

  /** Work that can be timed. */
  @FunctionalInterface
  public interface Timed {
    /**
     * Does it some times.
     *
     * @param times at least 1
     * @return milliseconds of processor time that one took
     */
    double millis(int times);

    /**
     * Work that this thread does alone.
     *
     * @param work does it once
     * @return the work, timed by this thread's processor time
     */
    static Timed of(Runnable work) {
      ThreadMXBean clock = ManagementFactory.getThreadMXBean();
      return times -> {
        long start = clock.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
          work.run();
        }
        return (clock.getCurrentThreadCpuTime() - start) / 1e6 / times;
      };
    }
  }

  private Turns() {}

  /**
   * Times.
   *
   * @param works what to do
   * @param rounds of turns, at least 1
   * @return milliseconds of processor time, by work and round
   */
  public static double[][] millis(List<? extends Timed> works, int rounds) {
    int[] times = works.stream().mapToInt(Turns::repetitions).toArray();
    double[][] millis = new double[works.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < times.length; turn++) {
        int which = (round + turn) % times.length;
        millis[which][round] = works.get(which).millis(times[which]);
      }
    }
    return millis;
  }

  /** Warms up; then how many runs make a turn. */
  private static int repetitions(Timed work) {
    int runs = 0;
    double spent = 0;
    while (spent < WARM_UP_MILLIS) {
      spent += work.millis(1);
      runs++;
    }
    return Math.max(1, (int) (TURN_MILLIS * runs / spent));
  }
}
