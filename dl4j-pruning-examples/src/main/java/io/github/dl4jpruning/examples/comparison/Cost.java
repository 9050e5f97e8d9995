package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.facts.ModelCost;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network costs when it is used.
 *
 * @param parameters elements of all its parameters
 * @param macs multiply-accumulates per image
 * @param fileBytes the size of the file that DL4J writes, without updater state
 * @param batch how long it takes for {@value #BATCH} images
 * @param single how long it takes for one
 */
public record Cost(long parameters, long macs, long fileBytes, Latency batch, Latency single) {
  private static final int BATCH = 64;

  /** One image takes so much less time than a batch that it can be timed more often. */
  private static final int SINGLES_PER_BATCH = 10;

  /**
   * The median time of a forward pass, measured in turns with the dense network.
   *
   * @param images in one pass
   * @param milliseconds of one pass
   * @param cpuMilliseconds processor time of one pass, all threads; null where the JVM does not
   *     tell it
   * @param imagesPerSecond that it makes
   * @param speedUp how many times as fast as the dense network; 1 for that one itself
   */
  public record Latency(
      int images,
      double milliseconds,
      Double cpuMilliseconds,
      double imagesPerSecond,
      double speedUp) {
    private static Latency ofBefore(LatencyComparison measured) {
      double milliseconds = measured.beforeMillis();
      Double cpu = measured.cpu().map(LatencyComparison.Cpu::beforeMillis).orElse(null);
      return of(measured, milliseconds, cpu, 1);
    }

    private static Latency ofAfter(LatencyComparison measured) {
      double milliseconds = measured.afterMillis();
      Double cpu = measured.cpu().map(LatencyComparison.Cpu::afterMillis).orElse(null);
      return of(measured, milliseconds, cpu, measured.speedUp());
    }

    private static Latency of(
        LatencyComparison measured, double milliseconds, Double cpu, double speedUp) {
      int images = (int) measured.examples();
      return new Latency(images, milliseconds, cpu, 1000 * images / milliseconds, speedUp);
    }
  }

  /**
   * Measures networks with the same inputs.
   *
   * @param values of one image
   * @param pairs how often each is timed with a batch, at least 1; ten times as often with an image
   * @param dense what the others are compared with
   * @param others at least one
   * @return the cost of each, the dense one's first
   */
  public static List<Cost> measure(int values, int pairs, Model dense, List<Model> others) {
    INDArray batch = Nd4j.zeros(BATCH, values);
    INDArray single = Nd4j.zeros(1, values);
    List<Cost> costs = new ArrayList<>();
    for (Model other : others) {
      LatencyComparison many = LatencyComparison.measure(dense, other, pairs, batch);
      LatencyComparison one =
          LatencyComparison.measure(dense, other, SINGLES_PER_BATCH * pairs, single);
      if (costs.isEmpty()) {
        costs.add(of(dense, Latency.ofBefore(many), Latency.ofBefore(one)));
      }
      costs.add(of(other, Latency.ofAfter(many), Latency.ofAfter(one)));
    }
    return costs;
  }

  private static Cost of(Model network, Latency batch, Latency single) {
    ModelCost cost = ModelCost.of(network);
    return new Cost(cost.parameters(), cost.macs(), cost.fileBytes(), batch, single);
  }
}
