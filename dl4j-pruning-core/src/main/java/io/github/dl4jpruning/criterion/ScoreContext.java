package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.model.ModelParam;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What a criterion sees of one parameter. All arrays are in memory order, copies that the criterion
 * may change and return.
 */
public final class ScoreContext {
  private final ModelParam param;
  private final Supplier<float[]> weights;
  private final Map<Signal, Supplier<float[]>> signals;
  private final long seed;

  /**
   * A context.
   *
   * @param param the parameter
   * @param weights gives a fresh copy of its weights
   * @param signals gives a fresh copy of each signal's values for this parameter
   * @param seed the recipe's seed
   */
  public ScoreContext(
      ModelParam param,
      Supplier<float[]> weights,
      Map<Signal, Supplier<float[]>> signals,
      long seed) {
    this.param = param;
    this.weights = weights;
    this.signals = Map.copyOf(signals);
    this.seed = seed;
  }

  /**
   * The parameter.
   *
   * @return its key, shape and place
   */
  public ModelParam param() {
    return param;
  }

  /**
   * The current weights as floats, also in a network of doubles; those already pruned as 0.
   *
   * @return a fresh copy of {@code param().length()} values
   */
  public float[] weights() {
    return weights.get();
  }

  /**
   * A signal's average since the last mask change.
   *
   * @param signal one that the criterion's {@link Criterion#signals()} names
   * @return a fresh copy of {@code param().length()} values
   * @throws IllegalStateException if it was not gathered: one-shot pruning has no training steps to
   *     gather from
   */
  public float[] signal(Signal signal) {
    Supplier<float[]> values = signals.get(signal);
    if (values == null) {
      throw new IllegalStateException(
          "%s was not gathered for %s: name it in Criterion.signals(), and prune while training"
              .formatted(signal, param));
    }
    return values.get();
  }

  /**
   * A random stream of this parameter's own, the same for the same recipe seed and parameter key.
   *
   * @return a new stream at its start
   */
  public SplittableRandom random() {
    long stream = new SplittableRandom(seed).nextLong();
    for (char c : param.key().toCharArray()) {
      stream = new SplittableRandom(stream + c).nextLong();
    }
    return new SplittableRandom(stream);
  }
}
