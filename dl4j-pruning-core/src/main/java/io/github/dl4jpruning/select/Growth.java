package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Percent;
import io.github.dl4jpruning.model.Need;
import java.util.Set;

/**
 * How pruned units come back: at each mask change some kept ones are dropped and as many pruned
 * ones grow, so that the schedule's sparsity holds at every step.
 *
 * <p>A grown weight starts at 0 with zero updater state. Adam divides by a second moment that is
 * then far too small for its age: its first step is about {@code lr · (1 − β₁) / √(1 − β₂)}, three
 * times the learning rate with default settings.
 */
public sealed interface Growth {
  /** How the dropped fraction falls towards the last mask change. */
  enum Annealing {
    /** It does not. */
    NONE,
    /** Half a cosine, down to 0. */
    COSINE
  }

  /**
   * What growing asks of the training.
   *
   * @return nothing by default
   */
  default Set<Need> needs() {
    return Set.of();
  }

  /**
   * Grows units at random.
   *
   * @param drop the fraction of the kept units that is dropped, above 0 and below 1
   * @param annealing how it falls
   */
  record AtRandom(double drop, Annealing annealing) implements Growth {
    /** Checks the range. */
    public AtRandom {
      requireFraction(drop);
    }

    @Override
    public String toString() {
      return "growth at random, %s".formatted(Percent.of(drop));
    }
  }

  /**
   * Grows units with the largest |gradient| of the minibatch at hand, which is taken before masks.
   *
   * @param drop the fraction of the kept units that is dropped, above 0 and below 1
   * @param annealing how it falls
   */
  record ByGradient(double drop, Annealing annealing) implements Growth {
    /** Checks the range. */
    public ByGradient {
      requireFraction(drop);
    }

    @Override
    public Set<Need> needs() {
      return Set.of(Need.STEPS, Need.GRADIENT);
    }

    @Override
    public String toString() {
      return "growth by gradient, %s".formatted(Percent.of(drop));
    }
  }

  /**
   * Lets pruned weights train on unseen, and come back with the value they have got there.
   *
   * @param learningRate of the plain stochastic gradient descent on hidden values, above 0
   * @param margin how much higher the score of a hidden weight must be than that of the kept one it
   *     replaces: 0.1 for 10 %; at least 0
   */
  record Surgery(double learningRate, double margin) implements Growth {
    /** Checks the ranges. */
    public Surgery {
      if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The learning rate of hidden weights must be above 0 and finite, got " + learningRate);
      }
      if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("The margin must be at least 0, got " + margin);
      }
    }

    @Override
    public Set<Need> needs() {
      return Set.of(Need.STEPS, Need.ONE_NETWORK);
    }

    @Override
    public String toString() {
      return "network surgery, margin %s".formatted(Percent.of(margin));
    }
  }

  /**
   * Sparse evolutionary training, SET (Mocanu et al. 2018): drops 30 % by the recipe's criterion
   * and grows at random. Use it with {@code Schedule.constant()}.
   *
   * @return the growth
   */
  static Growth set() {
    return new AtRandom(0.3, Annealing.NONE);
  }

  /**
   * RigL (Evci et al. 2020, "Rigging the lottery"): drops 30 %, falling to 0 as a cosine, by the
   * recipe's criterion and grows by gradient. Use it with {@code Schedule.constant()} and {@code
   * Allocation.erk()}.
   *
   * @return the growth
   */
  static Growth rigl() {
    return new ByGradient(0.3, Annealing.COSINE);
  }

  /**
   * Dynamic network surgery (Guo et al. 2016): see {@link Surgery}. The hidden values take one more
   * array as long as the network's parameters. Unlike in the paper, how much is pruned is decided
   * by the schedule, not by thresholds.
   *
   * @param learningRate of the hidden values, above 0
   * @return the growth, with a margin of 10 %
   * @throws IllegalArgumentException if the learning rate is out of range
   */
  static Growth surgery(double learningRate) {
    return new Surgery(learningRate, 0.1);
  }

  /**
   * The fraction of the kept units to drop now.
   *
   * @param progress how much of the cadence has passed, 0 to 1
   * @return 0 for surgery, which drops nothing for its own sake
   */
  default double dropAt(double progress) {
    if (this instanceof AtRandom random) {
      return annealed(random.drop(), random.annealing(), progress);
    }
    return this instanceof ByGradient gradient
        ? annealed(gradient.drop(), gradient.annealing(), progress)
        : 0;
  }

  private static double annealed(double drop, Annealing annealing, double progress) {
    return annealing == Annealing.NONE ? drop : drop / 2 * (1 + StrictMath.cos(Math.PI * progress));
  }

  private static void requireFraction(double drop) {
    if (!(drop > 0 && drop < 1)) {
      throw new IllegalArgumentException(
          "The fraction to drop must be above 0 and below 1, got " + drop);
    }
  }
}
