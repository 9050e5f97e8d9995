package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Growth;
import java.util.Locale;

/** What happens to weights besides being removed, by the name on the command line. */
public enum Method {
  /** Nothing: what is removed stays removed. */
  PRUNE,
  /** Prunes once, before training, by SNIP over the first minibatches; then trains. */
  SNIP,
  /** Sparse from the first step; drops by magnitude, grows at random. */
  SET,
  /** Sparse from the first step; drops by magnitude, grows by gradient. */
  RIGL,
  /** Pruned weights train on unseen, and may come back. */
  SURGERY,
  /** Trains in rounds: prune, go back to an early state, train again. */
  REWIND;

  /** Minibatches over which SNIP looks at gradients. */
  public static final int SNIP_BATCHES = 20;

  /** Rounds of training when the network is rewound; each has an equal share of the steps. */
  static final int ROUNDS = 5;

  /** Steps between mask changes of SET and RigL, and when the last one comes (Evci et al. 2020). */
  private static final int GROWTH_STEPS = 100;

  private static final double GROWTH_ENDS = 0.75;

  private static final double HIDDEN_LEARNING_RATE = 0.05;

  /** Of the training: to where it is rewound. */
  private static final double REWIND_TO = 0.02;

  /** How often the learning rate starts anew. */
  public int learningRateCycles() {
    return this == REWIND ? ROUNDS : 1;
  }

  /** Whether masks are made before training and only kept meanwhile. */
  public boolean isBeforeTraining() {
    return this == SNIP;
  }

  void applyTo(RecipeBuilder recipe, long iterations) {
    switch (this) {
      case PRUNE -> {}
      case SNIP -> recipe.criterion(Criterion.snip()).oneShot(0);
      case SET -> sparseFromTheStart(recipe, Growth.set(), iterations);
      case RIGL -> sparseFromTheStart(recipe, Growth.rigl(), iterations);
      case SURGERY -> recipe.growth(Growth.surgery(HIDDEN_LEARNING_RATE));
      case REWIND -> {
        long round = iterations / ROUNDS;
        recipe
            .schedule(Schedule.exponential())
            // The first change of a schedule is empty: a round before the first pruning.
            .cadence(Cadence.iterations(0, round * (ROUNDS - 1), round))
            .rewindTo(Math.round(REWIND_TO * iterations));
      }
    }
  }

  private static void sparseFromTheStart(RecipeBuilder recipe, Growth growth, long iterations) {
    recipe
        .schedule(Schedule.constant())
        .growth(growth)
        .iterations(0, Math.round(GROWTH_ENDS * iterations), GROWTH_STEPS);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
