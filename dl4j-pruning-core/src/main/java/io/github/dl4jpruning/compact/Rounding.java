package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.model.network.Network;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far rounding moves a network's outputs. A sum of other terms, or in another order, rounds
 * otherwise by some units in the last place; so every weight is moved by as much.
 */
final class Rounding {
  /** Some units in the last place of a double. */
  private static final double STEP = 8 * Math.ulp(1.0);

  /** What was measured is a sample of what may happen. */
  private static final double MARGIN = 32;

  private static final int SAMPLES = 3;
  private static final long SEED = 11;

  private Rounding() {}

  /**
   * The largest difference that rounding may explain.
   *
   * @param network in double precision; not changed
   * @param examples in double precision
   * @return in units of the outputs; NaN if the outputs are
   */
  static double of(Network network, INDArray... examples) {
    INDArray exact = network.model().params().dup();
    double[] weights = exact.reshape(exact.length()).toDoubleVector();
    List<INDArray> outputs = Network.of(network.throwAway()).outputs(false, examples);
    SplittableRandom random = new SplittableRandom(SEED);
    double largest = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      double[] moved = new double[weights.length];
      for (int i = 0; i < moved.length; i++) {
        moved[i] = weights[i] * (1 + (random.nextBoolean() ? STEP : -STEP));
      }
      Network other = Network.of(network.throwAwayWith(moved));
      List<INDArray> others = other.outputs(false, examples);
      for (int i = 0; i < outputs.size(); i++) {
        largest = Math.max(largest, Difference.largest(outputs.get(i), others.get(i)));
      }
    }
    return MARGIN * largest;
  }
}
