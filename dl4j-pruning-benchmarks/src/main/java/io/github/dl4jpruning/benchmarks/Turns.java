package io.github.dl4jpruning.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongSupplier;

/** Several kinds of work, timed in turns after a warm-up of all. */
final class Turns {
  private static final double WARM_UP_MILLIS = 1500;
  private static final double TURN_MILLIS = 20;

  private final LongSupplier nanos;

  private Turns(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** By the clock on the wall. */
  static Turns byWallClock() {
    return new Turns(System::nanoTime);
  }

  /**
   * By the time that this thread computes, which other work on the machine touches less: for work
   * that has no threads of its own.
   */
  static Turns byThreadTime() {
    return new Turns(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
  }

  /**
   * Times.
   *
   * @param rounds of turns, at least 1
   * @return milliseconds per run, by work and round
   */
  double[][] millis(List<Runnable> works, int rounds) {
    int[] times = works.stream().mapToInt(this::repetitions).toArray();
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
  private int repetitions(Runnable work) {
    int runs = 0;
    double spent = 0;
    while (spent < WARM_UP_MILLIS) {
      spent += millis(work, 1);
      runs++;
    }
    return Math.max(1, (int) (TURN_MILLIS * runs / spent));
  }

  private double millis(Runnable work, int times) {
    long start = nanos.getAsLong();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    return (nanos.getAsLong() - start) / 1e6 / times;
  }
}
