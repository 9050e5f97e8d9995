package io.github.dl4jpruning.criterion;

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
   * @return one score per weight, in memory order; no NaN. Equal scores are told apart by position:
   *     the lower index is kept
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
   * The weight's absolute value. The default (Han et al. 2015, "Learning both weights and
   * connections").
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
    return new Gathered(Signal.gradientMagnitude());
  }

  /**
   * The first-order Taylor estimate of the change in loss, |weight · gradient|, averaged over the
   * steps since the last mask change (Molchanov et al. 2019, "Importance estimation").
   *
   * @return the criterion
   */
  static Criterion saliency() {
    return new Gathered(Signal.saliency());
  }
}
