package io.github.dl4jpruning.analysis;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * McNemar's test: whether two networks that answered the same examples differ by more than chance.
 * Only examples that one gets right and the other wrong tell anything; if the networks were equally
 * good, each of those would fall to either side like a coin (McNemar 1947, "Note on the sampling
 * error of the difference between correlated proportions"; recommended for classifiers by
 * Dietterich 1998, "Approximate statistical tests for comparing supervised classification learning
 * algorithms"). It says nothing of other seeds: another training of the same network is another
 * network.
 *
 * @param bothRight examples that both get right
 * @param onlyDense those that only the first, dense network gets right
 * @param onlyPruned those that only the second, pruned network gets right
 * @param bothWrong those that neither gets right
 */
public record McNemar(int bothRight, int onlyDense, int onlyPruned, int bothWrong) {
  /** Checks that nothing was counted less than never. */
  public McNemar {
    if (Math.min(Math.min(bothRight, onlyDense), Math.min(onlyPruned, bothWrong)) < 0) {
      throw new IllegalArgumentException(
          "Examples are counted from 0, got %s, %s, %s and %s"
              .formatted(bothRight, onlyDense, onlyPruned, bothWrong));
    }
  }

  /**
   * All examples.
   *
   * @return at least 0
   */
  public int examples() {
    return bothRight + onlyDense + onlyPruned + bothWrong;
  }

  /**
   * What the first network gets right.
   *
   * @return with its interval
   */
  public Proportion dense() {
    return new Proportion(bothRight + onlyDense, examples());
  }

  /**
   * What the second network gets right.
   *
   * @return with its interval
   */
  public Proportion pruned() {
    return new Proportion(bothRight + onlyPruned, examples());
  }

  /**
   * How often networks that are equally good would differ by so much or more, to either side. The
   * exact test for every number of examples: its approximations save time that nobody misses.
   *
   * @return 0 (excluded) to 1; 1 if they are right on the same examples
   */
  public double pValue() {
    int differing = onlyDense + onlyPruned;
    if (differing == 0) {
      return 1;
    }
    // No generator of random numbers: nothing is drawn.
    double oneSide =
        new BinomialDistribution(null, differing, 0.5)
            .cumulativeProbability(Math.min(onlyDense, onlyPruned));
    return Math.min(1, 2 * oneSide);
  }

  /**
   * How much better the second network is.
   *
   * @return accuracy gained, −1 to 1; 0 of no examples
   */
  public double difference() {
    return pruned().value() - dense().value();
  }

  /**
   * The lower end of the interval of 95 % around {@link #difference()}: that of Bonett and Price
   * (2012, "Adjusted Wald confidence interval for a difference of binomial proportions based on
   * paired data"), which lays one more example to each side.
   *
   * @return −1 to 1
   */
  public double differenceLow() {
    return Math.max(-1, adjusted() - halfWidth());
  }

  /**
   * Its upper end.
   *
   * @return −1 to 1
   */
  public double differenceHigh() {
    return Math.min(1, adjusted() + halfWidth());
  }

  private double adjusted() {
    return (onlyPruned - onlyDense) / (examples() + 2.0);
  }

  private double halfWidth() {
    double differing = (onlyDense + onlyPruned + 2) / (examples() + 2.0);
    double deviations =
        new NormalDistribution(null, 0, 1)
            .inverseCumulativeProbability((1 + Proportion.CONFIDENCE) / 2);
    return deviations * Math.sqrt((differing - adjusted() * adjusted()) / (examples() + 2.0));
  }
}
