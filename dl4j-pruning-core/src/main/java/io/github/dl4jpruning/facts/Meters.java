package io.github.dl4jpruning.facts;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What is read before and after some work.
 *
 * @param wallNanos nanoseconds that pass
 * @param cpuNanos processor time of this process: all threads, those of ND4J, of the compiler and
 *     of the garbage collector too; negative where the JVM does not know. Linux counts it in steps
 *     of 10 ms
 * @param joules counted by the processor, if that can be read
 */
record Meters(LongSupplier wallNanos, LongSupplier cpuNanos, Optional<DoubleSupplier> joules) {
  /** What some work took besides time. */
  record Spent(long cpuNanos, OptionalDouble joules) {
    boolean knowsCpu() {
      return cpuNanos > 0;
    }
  }

  /** Those of this machine. */
  static Meters ofMachine() {
    LongSupplier cpu =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system::getProcessCpuTime
            : () -> -1;
    return new Meters(System::nanoTime, cpu, Rapl.find().map(rapl -> rapl::joules));
  }

  long wallNanosDuring(Runnable work) {
    long start = wallNanos.getAsLong();
    work.run();
    return wallNanos.getAsLong() - start;
  }

  Spent during(Runnable work) {
    OptionalDouble joulesBefore = readJoules();
    long cpu = cpuNanos.getAsLong();
    work.run();
    long cpuSpent = cpuNanos.getAsLong() - cpu;
    OptionalDouble joulesAfter = readJoules();
    return new Spent(
        cpuSpent,
        joulesBefore.isPresent()
            ? OptionalDouble.of(joulesAfter.getAsDouble() - joulesBefore.getAsDouble())
            : OptionalDouble.empty());
  }

  private OptionalDouble readJoules() {
    return joules.isPresent()
        ? OptionalDouble.of(joules.get().getAsDouble())
        : OptionalDouble.empty();
  }
}
