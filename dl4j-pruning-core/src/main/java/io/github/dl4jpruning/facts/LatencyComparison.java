package io.github.dl4jpruning.facts;

import io.github.dl4jpruning.model.network.Network;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How long two networks take for the same examples, measured in turns, so that both see the same
 * machine; the medians.
 *
 * @param beforeMillis one forward pass of the first network
 * @param afterMillis one forward pass of the second
 * @param examples in one pass
 * @param pairs how often each was measured
 */
public record LatencyComparison(double beforeMillis, double afterMillis, long examples, int pairs) {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * Measures; a tenth of the passes, at least one, come first and do not count.
   *
   * @param before a network
   * @param after another with the same inputs, such as the compacted one
   * @param pairs how often to measure each, at least 1
   * @param inputs one array for each input
   * @return the medians
   * @throws IllegalArgumentException if {@code pairs} is below 1
   */
  public static LatencyComparison measure(
      Model before, Model after, int pairs, INDArray... inputs) {
    return measure(before, after, pairs, System::nanoTime, inputs);
  }

  static LatencyComparison measure(
      Model before, Model after, int pairs, LongSupplier nanoClock, INDArray... inputs) {
    if (pairs < 1) {
      throw new IllegalArgumentException("Latency needs at least 1 pair of passes, got " + pairs);
    }
    Network one = copy(before);
    Network other = copy(after);
    for (int i = 0; i <= pairs / 10; i++) {
      nanos(one, nanoClock, inputs);
      nanos(other, nanoClock, inputs);
    }
    double[] first = new double[pairs];
    double[] second = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      boolean swapped = i % 2 == 1;
      if (swapped) {
        second[i] = nanos(other, nanoClock, inputs);
      }
      first[i] = nanos(one, nanoClock, inputs);
      if (!swapped) {
        second[i] = nanos(other, nanoClock, inputs);
      }
    }
    return new LatencyComparison(
        median(first) / NANOS_PER_MILLI,
        median(second) / NANOS_PER_MILLI,
        inputs[0].size(0),
        pairs);
  }

  /** Some layers remember what they were given. */
  private static Network copy(Model network) {
    return Network.of(Network.of(network).throwAway());
  }

  private static double nanos(Network network, LongSupplier nanoClock, INDArray... inputs) {
    long start = nanoClock.getAsLong();
    network.outputs(false, inputs);
    return nanoClock.getAsLong() - start;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
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

  /** For example {@code 12.1 ms -> 6.0 ms for 8 examples (2.02 times as fast)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.3g ms -> %.3g ms for %d examples (%.2f times as fast)",
        beforeMillis,
        afterMillis,
        examples,
        speedUp());
  }
}
