package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.ParameterPool;
import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pool;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * What a criterion sees of one parameter. All arrays are copies that the criterion may change and
 * return; arrays of weights are in memory order.
 */
public final class ScoreContext {
  private final Pool pool;
  private final Supplier<float[]> weights;
  private final Map<Signal, Supplier<float[]>> signals;
  private final Supplier<Optional<float[]>> scale;
  private final Optional<LossProbe> probe;
  private final long seed;

  /**
   * A context.
   *
   * @param pool the units
   * @param weights gives a fresh copy of its weights
   * @param signals gives a fresh copy of each signal's values for this parameter
   * @param scale gives a fresh copy of the batch normalisation's scale behind the layer
   * @param probe measures losses, if there is data
   * @param seed the recipe's seed
   */
  public ScoreContext(
      Pool pool,
      Supplier<float[]> weights,
      Map<Signal, Supplier<float[]>> signals,
      Supplier<Optional<float[]>> scale,
      Optional<LossProbe> probe,
      long seed) {
    this.pool = pool;
    this.weights = weights;
    this.signals = Map.copyOf(signals);
    this.scale = scale;
    this.probe = probe;
    this.seed = seed;
  }

  /**
   * What the units are part of.
   *
   * @return the parameter's key, such as {@code fc1_W}; of structures, the group's name
   */
  public String key() {
    return pool.key();
  }

  /**
   * The parameter.
   *
   * @return its key, shape and place
   * @throws IllegalStateException if several share the units, as they do structures
   */
  public ModelParam param() {
    if (pool instanceof ParameterPool one) {
      return one.param();
    }
    throw new IllegalStateException(
        "%s are of several parameters: a criterion that scores units sees their signals"
            .formatted(pool));
  }

  /**
   * The pieces that are kept or removed as wholes.
   *
   * @return single weights, unless the recipe's granularity says otherwise
   */
  public Partition units() {
    return pool.units();
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
   * A signal's values.
   *
   * @param signal one that the criterion's {@link Criterion#signals()} names
   * @return a fresh copy; as many values as the signal's {@link Signal#shape()} says
   * @throws IllegalStateException if it was not gathered
   */
  public float[] signal(Signal signal) {
    Supplier<float[]> values = signals.get(signal);
    if (values == null) {
      throw new IllegalStateException(
          "%s was not gathered for %s: name it in Criterion.signals()".formatted(signal, pool));
    }
    return values.get();
  }

  /**
   * The scale (gamma) of the batch normalisation that reads the layer's output.
   *
   * @return one value per output; empty if there is no such layer
   */
  public Optional<float[]> batchNormScale() {
    return scale.get();
  }

  /**
   * Measures the loss on the data that was given.
   *
   * @return the probe
   * @throws IllegalStateException if no data was given
   */
  public LossProbe probe() {
    return probe.orElseThrow(
        () ->
            new IllegalStateException(
                "The criterion measures losses and has no data: give Pruner.prune or the"
                    + " listener's builder some, and let Criterion.needsData() be true"));
  }

  /**
   * The input that a weight reads.
   *
   * @return from a position in memory to 0 ... number of inputs − 1
   */
  public IntUnaryOperator inputOf() {
    return layout().placeOn(Set.of(Role.INPUT));
  }

  /**
   * The output that a weight feeds.
   *
   * @return from a position in memory to 0 ... number of outputs − 1
   */
  public IntUnaryOperator outputOf() {
    return layout().placeOn(Set.of(Role.OUTPUT));
  }

  private WeightLayout layout() {
    return pool.layout()
        .orElseThrow(
            () -> new IllegalStateException("The layout of " + pool + " is not known: see whyNot"));
  }

  /**
   * A random stream of this parameter's own, the same for the same recipe seed and parameter key.
   *
   * @return a new stream at its start
   */
  public SplittableRandom random() {
    return RandomStreams.of(seed, key());
  }
}
