package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Need;
import io.github.dl4jpruning.structure.Granularity;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says which weights matter: the higher the score, the longer a weight is kept. Open: a lambda from
 * context to scores is a criterion.
 *
 * <p>A criterion holds no state. What it needs to remember from step to step is a {@link Signal},
 * which the library gathers, keeps and saves. The same context must give the same scores.
 */
@FunctionalInterface
public interface Criterion {
  /**
   * Scores one parameter.
   *
   * @param context the parameter, its weights, and the signals asked for
   * @return one score per weight in memory order, or per unit if {@link #scoresUnits()}; no NaN.
   *     Equal scores are told apart by position: the lower index is kept
   */
  float[] score(ScoreContext context);

  /**
   * What has to be gathered while training.
   *
   * @return none by default
   */
  default Set<Signal> signals() {
    return Set.of();
  }

  /**
   * Whether scores are of units instead of weights.
   *
   * @return false by default: weight scores are reduced to unit scores
   */
  default boolean scoresUnits() {
    return false;
  }

  /**
   * How weight scores make unit scores, unless the recipe says otherwise.
   *
   * @return by default the sum
   */
  default Reduction reduction() {
    return Reduction.SUM;
  }

  /**
   * Whether the criterion measures losses, see {@link ScoreContext#probe()}.
   *
   * @return false by default
   */
  default boolean needsData() {
    return false;
  }

  /**
   * What the criterion asks of the training, or the data, that it is used with.
   *
   * @return what follows from {@link #signals()} and {@link #needsData()}
   */
  default Set<Need> needs() {
    Set<Need> needs = EnumSet.noneOf(Need.class);
    signals().forEach(signal -> needs.addAll(signal.needs()));
    if (needsData()) {
      needs.add(Need.LOSSES);
    }
    return needs;
  }

  /**
   * Why a parameter can't be scored; it is then left alone.
   *
   * @param param a parameter that may be pruned
   * @param granularity the shape of sparsity
   * @return the reason; empty, the default, if it can
   */
  default Optional<String> whyNot(ModelParam param, Granularity granularity) {
    return Optional.empty();
  }

  /**
   * The weight's absolute value; of a unit, the L1 norm (Li et al. 2017, "Pruning filters for
   * efficient ConvNets"). The default (Han et al. 2015, "Learning both weights and connections").
   *
   * @return the criterion
   */
  static Criterion magnitude() {
    return new Magnitude(Magnitude.Norm.L1);
  }

  /**
   * The L2 norm: equal to {@link #magnitude()} for single weights, and the root of the sum of
   * squares where several weights live or die together.
   *
   * @return the criterion
   */
  static Criterion l2Magnitude() {
    return new Magnitude(Magnitude.Norm.L2);
  }

  /**
   * A score at random: the baseline that every criterion has to beat. Drawn from the recipe's seed,
   * one stream per parameter, the same at every mask change.
   *
   * @return the criterion
   */
  static Criterion random() {
    return new RandomScore();
  }

  /**
   * The gradient's absolute value, averaged over the steps since the last mask change.
   *
   * @return the criterion
   */
  static Criterion gradientMagnitude() {
    return new Gathered(new Signal.GradientMagnitude());
  }

  /**
   * The first-order Taylor estimate of the change in loss, |weight · gradient|, averaged over the
   * steps since the last mask change; of a unit, the sum over its weights.
   *
   * @return the criterion
   */
  static Criterion saliency() {
    return new Gathered(new Signal.Saliency());
  }

  /**
   * {@link #saliency()} with an exponential average that mask changes do not start anew.
   *
   * @param decay above 0 and below 1: how much a step counts against the next one
   * @return the criterion
   * @throws IllegalArgumentException if the decay is out of range
   */
  static Criterion saliency(double decay) {
    return new Gathered(new Signal.Smoothed(new Signal.Saliency(), decay));
  }

  /**
   * The first-order Taylor estimate for whole units, (Σ weight · gradient)², averaged over the
   * steps since the last mask change (Molchanov et al. 2019, "Importance estimation for neural
   * network pruning"). For single weights, the square of {@link #saliency()}'s summands.
   *
   * @return the criterion
   */
  static Criterion taylor() {
    return new Gathered(new Signal.UnitTaylor());
  }

  /**
   * {@link #taylor()} with an exponential average that mask changes do not start anew.
   *
   * @param decay above 0 and below 1: how much a step counts against the next one
   * @return the criterion
   * @throws IllegalArgumentException if the decay is out of range
   */
  static Criterion taylor(double decay) {
    return new Gathered(new Signal.Smoothed(new Signal.UnitTaylor(), decay));
  }

  /**
   * How far training has moved a weight away from zero, −Σ weight · gradient over all steps (Sanh
   * et al. 2020, "Movement pruning"). May be negative. Made for fine-tuning a trained network.
   *
   * @return the criterion
   */
  static Criterion movement() {
    return new Gathered(new Signal.Movement());
  }

  /**
   * Optimal Brain Damage, ½ · weight² · h (LeCun et al. 1990), where the second derivative h is
   * estimated by B · ḡ², averaged over minibatches; ḡ is the mean gradient of a batch of B. That
   * equals the empirical Fisher diagonal only for B = 1 or gradients of zero mean.
   *
   * @return the criterion
   */
  static Criterion optimalBrainDamage() {
    return new SecondOrder(new Signal.SquaredGradient());
  }

  /**
   * ½ · weight² · F with the exact diagonal F of the empirical Fisher information: the mean squared
   * gradient of single examples. For one-shot pruning over given data; one backward pass each.
   *
   * @return the criterion
   */
  static Criterion fisher() {
    return new SecondOrder(new Signal.ExampleFisher());
  }

  /**
   * SNIP (Lee et al. 2019): |weight · mean gradient| over a few batches, usually before training,
   * by {@code Pruner.prune(net, recipe, samples)}.
   *
   * @return the criterion
   */
  static Criterion snip() {
    return new Snip();
  }

  /**
   * |weight| · ‖input‖₂ (Sun et al. 2024, "Wanda"). Made to be compared within each output: see
   * {@code Allocation.perOutput()}.
   *
   * @return the criterion
   */
  static Criterion wanda() {
    return new Wanda();
  }

  /**
   * The mean absolute activation of a neuron or filter. Needs {@link Granularity#column()}.
   *
   * @return the criterion
   */
  static Criterion meanActivation() {
    return new Activity(Signal.Statistic.MEAN_ABSOLUTE);
  }

  /**
   * The variance of a neuron's or filter's activations: one that is always the same could be a
   * bias. Needs {@link Granularity#column()}.
   *
   * @return the criterion
   */
  static Criterion activationVariance() {
    return new Activity(Signal.Statistic.VARIANCE);
  }

  /**
   * One minus the average percentage of zeros among a neuron's or filter's activations (APoZ, Hu et
   * al. 2016, "Network trimming"). Needs {@link Granularity#column()}, and tells nothing behind
   * activation functions that are never exactly 0.
   *
   * @return the criterion
   */
  static Criterion averagePercentageOfZeros() {
    return new Activity(Signal.Statistic.ZEROS);
  }

  /**
   * The summed distance of a neuron's or filter's weights to those of all others in its layer
   * (FPGM, He et al. 2019, "Filter pruning via geometric median"): the one nearest to all others
   * can be replaced by them. Needs {@link Granularity#column()} or {@link Granularity#row()};
   * quadratic in the number of units.
   *
   * @return the criterion
   */
  static Criterion geometricMedian() {
    return new GeometricMedian();
  }

  /**
   * The absolute scale of the batch normalisation behind the layer (Liu et al. 2017, "Network
   * slimming"). Needs {@link Granularity#column()}; layers without one are left alone.
   *
   * @return the criterion
   */
  static Criterion batchNormScale() {
    return new BatchNormScale();
  }

  /**
   * The measured rise of the loss on given data when a unit is removed, all others being there: the
   * slow reference for all other criteria. One forward pass over the data for each unit.
   *
   * @return the criterion
   */
  static Criterion lossChange() {
    return new LossChange();
  }
}
