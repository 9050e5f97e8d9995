package io.github.dl4jpruning.examples.data;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Noisy waves of four shapes, one value per time step: sequences that the program makes itself.
 *
 * <p>Pitch, height and phase differ from wave to wave. Since a wave begins anywhere, each shape's
 * values average to 0 at each time, so that a linear model can tell nothing: it takes the order of
 * the values, which is what a recurrent network sees.
 *
 * <p>The same count and seed give the same waves on every machine. Thread-safe.
 */
public final class DrawnWaves {
  /** Sine, square, rising and falling sawtooth. */
  public static final int SHAPES = 4;

  /** Time steps of a wave. */
  public static final int STEPS = 32;

  private static final double SHORTEST_PERIOD = 8;
  private static final double LONGEST_PERIOD = 16;
  private static final double LOWEST = 0.7;
  private static final double HIGHEST = 1.3;
  private static final double NOISE = 0.4;

  private DrawnWaves() {}

  /**
   * Draws waves; the shapes take turns.
   *
   * @param count number of waves, at least 1
   * @param seed any number
   * @return features [count, 1, {@value #STEPS}], labels [count, {@value #SHAPES}], one-hot
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public static DataSet generate(int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "generate(count, seed) needs at least 1 wave, got " + count);
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * STEPS];
    float[] labels = new float[count * SHAPES];
    for (int i = 0; i < count; i++) {
      int shape = i % SHAPES;
      labels[i * SHAPES + shape] = 1;
      double period = between(random, SHORTEST_PERIOD, LONGEST_PERIOD);
      double height = between(random, LOWEST, HIGHEST);
      double phase = random.nextDouble();
      for (int t = 0; t < STEPS; t++) {
        double noise = between(random, -NOISE, NOISE);
        values[i * STEPS + t] = (float) (height * value(shape, (phase + t / period) % 1) + noise);
      }
    }
    INDArray features = Nd4j.createFromArray(values).reshape(count, 1, STEPS);
    return new DataSet(features, Nd4j.createFromArray(labels).reshape(count, SHAPES));
  }

  /** Of a shape, at a place in its period, 0 to below 1; −1 to 1. */
  private static double value(int shape, double place) {
    return switch (shape) {
      case 0 -> StrictMath.sin(2 * StrictMath.PI * place);
      case 1 -> place < 0.5 ? 1 : -1;
      case 2 -> 2 * place - 1;
      default -> 1 - 2 * place;
    };
  }

  private static double between(SplittableRandom random, double least, double most) {
    return least + (most - least) * random.nextDouble();
  }
}
