package io.github.dl4jpruning.facts;

import io.github.dl4jpruning.model.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How long two networks take for the same examples, measured in turns, so that both see the same
 * machine; the medians. Beside them the processor time, which tells a network that is faster from
 * one that only keeps more cores busy.
 *
 * @param beforeMillis one forward pass of the first network
 * @param afterMillis one forward pass of the second
 * @param examples in one pass
 * @param pairs how often each was measured
 * @param cpu processor time of the same passes; empty where the JVM does not tell it
 * @param energy if the processor's counter could be read, or watts were given
 */
public record LatencyComparison(
    double beforeMillis,
    double afterMillis,
    long examples,
    int pairs,
    Optional<Cpu> cpu,
    Optional<Energy> energy) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Linux counts processor time in steps of 10 ms: so long, a step is a twentieth. */
  private static final double BLOCK_MILLIS = 200;

  private static final String MEASURED = "measured";

  /**
   * Processor time of this process, all threads added up: the mean of many passes in a row, those
   * of one network after those of the other. The JVM's own threads are in it.
   *
   * @param beforeMillis one forward pass of the first network
   * @param afterMillis one forward pass of the second
   */
  public record Cpu(double beforeMillis, double afterMillis) {}

  /**
   * One figure of the comparison.
   *
   * @param figure what it is, with its unit
   * @param how {@code measured} or {@code estimated}
   * @param before of the first network
   * @param after of the second
   */
  public record Row(String figure, String how, double before, double after) {}

  /**
   * Measures; a tenth of the passes, at least one, come first and do not count.
   *
   * @param before a network
   * @param after another with the same inputs, such as the compacted one
   * @param pairs how often to measure each, at least 1
   * @param inputs one array for each input
   * @return the medians, and processor time and energy as far as the machine tells them
   * @throws IllegalArgumentException if {@code pairs} is below 1
   */
  public static LatencyComparison measure(
      Model before, Model after, int pairs, INDArray... inputs) {
    return measure(before, after, pairs, Meters.ofMachine(), inputs);
  }

  static LatencyComparison measure(
      Model before, Model after, int pairs, Meters meters, INDArray... inputs) {
    if (pairs < 1) {
      throw new IllegalArgumentException("Latency needs at least 1 pair of passes, got " + pairs);
    }
    Network firstNetwork = copy(before);
    Network secondNetwork = copy(after);
    Runnable one = () -> firstNetwork.outputs(false, inputs);
    Runnable other = () -> secondNetwork.outputs(false, inputs);
    for (int i = 0; i <= pairs / 10; i++) {
      one.run();
      other.run();
    }
    double[] first = new double[pairs];
    double[] second = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      boolean swapped = i % 2 == 1;
      if (swapped) {
        second[i] = meters.wallNanosDuring(other);
      }
      first[i] = meters.wallNanosDuring(one);
      if (!swapped) {
        second[i] = meters.wallNanosDuring(other);
      }
    }
    return new LatencyComparison(
            new Median().evaluate(first) / NANOS_PER_MILLI,
            new Median().evaluate(second) / NANOS_PER_MILLI,
            inputs[0].size(0),
            pairs,
            Optional.empty(),
            Optional.empty())
        .inBlocks(one, other, meters);
  }

  /** Some layers remember what they were given. */
  private static Network copy(Model network) {
    return Network.of(Network.of(network).throwAway());
  }

  /** Clocks of processors are too coarse for one pass. */
  private LatencyComparison inBlocks(Runnable one, Runnable other, Meters meters) {
    int passes =
        (int) Math.max(pairs, Math.ceil(BLOCK_MILLIS / Math.min(beforeMillis, afterMillis)));
    Meters.Spent first = meters.during(() -> repeat(one, passes));
    Meters.Spent second = meters.during(() -> repeat(other, passes));
    double cpuPasses = passes * NANOS_PER_MILLI;
    Optional<Cpu> processor =
        first.knowsCpu() && second.knowsCpu()
            ? Optional.of(new Cpu(first.cpuNanos() / cpuPasses, second.cpuNanos() / cpuPasses))
            : Optional.empty();
    Optional<Energy> counted =
        first.joules().isPresent()
            ? Optional.of(
                new Energy(
                    first.joules().getAsDouble() / passes,
                    second.joules().getAsDouble() / passes,
                    new Energy.Counter()))
            : Optional.empty();
    return new LatencyComparison(beforeMillis, afterMillis, examples, pairs, processor, counted);
  }

  private static void repeat(Runnable pass, int times) {
    for (int i = 0; i < times; i++) {
      pass.run();
    }
  }

  /**
   * The same with energy as an estimate, in place of what a counter said: these watts multiplied
   * with the processor time.
   *
   * @param perCore what a busy core draws, above 0: measured at the socket, or from the processor's
   *     data sheet, its power divided by its cores
   * @return a new comparison
   * @throws IllegalArgumentException if it is not above 0
   * @throws IllegalStateException if the JVM did not tell the processor time
   */
  public LatencyComparison withWatts(double perCore) {
    Energy.Watts watts = new Energy.Watts(perCore);
    Cpu spent =
        cpu.orElseThrow(
            () ->
                new IllegalStateException(
                    "Energy is estimated from processor time, which this JVM does not tell"));
    return new LatencyComparison(
        beforeMillis,
        afterMillis,
        examples,
        pairs,
        cpu,
        Optional.of(
            new Energy(
                perCore * spent.beforeMillis() / 1000,
                perCore * spent.afterMillis() / 1000,
                watts)));
  }

  /**
   * How many times as fast the second network is.
   *
   * @return above 1 if it is faster
   */
  public double speedUp() {
    return beforeMillis / afterMillis;
  }

  /**
   * Examples per second of the second network.
   *
   * @return above 0
   */
  public double throughputAfter() {
    return 1000 * examples / afterMillis;
  }

  /**
   * All figures that are known.
   *
   * @return wall time, processor time, throughput, energy
   */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(of("milliseconds"), MEASURED, beforeMillis, afterMillis));
    cpu.ifPresent(
        spent ->
            rows.add(
                new Row(
                    of("CPU milliseconds"), MEASURED, spent.beforeMillis(), spent.afterMillis())));
    rows.add(
        new Row("examples per second", MEASURED, throughputAfter() / speedUp(), throughputAfter()));
    energy.ifPresent(
        used ->
            rows.add(
                new Row(
                    "%s, %s".formatted(of("joules"), used.source()),
                    used.source().how(),
                    used.beforeJoules(),
                    used.afterJoules())));
    return rows;
  }

  private String of(String unit) {
    return "%s for %s examples".formatted(unit, examples);
  }

  /** For example {@code 12.1 ms -> 6.0 ms for 8 examples (2.02 times as fast)}. */
  @Override
  public String toString() {
    String times =
        String.format(
            Locale.ROOT,
            "%.3g ms -> %.3g ms for %d examples (%.2f times as fast)",
            beforeMillis,
            afterMillis,
            examples,
            speedUp());
    return cpu.map(
            spent ->
                String.format(
                    Locale.ROOT,
                    "%s, CPU %.3g ms -> %.3g ms",
                    times,
                    spent.beforeMillis(),
                    spent.afterMillis()))
        .orElse(times);
  }
}
