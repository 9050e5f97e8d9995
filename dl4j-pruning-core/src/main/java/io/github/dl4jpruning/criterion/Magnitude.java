package io.github.dl4jpruning.criterion;

/**
 * Keeps large weights. See {@link Criterion#magnitude()}.
 *
 * @param norm how the weights of one unit are combined; of a single weight both norms are |w|
 */
public record Magnitude(Norm norm) implements Criterion {
  /** How several weights make one score. */
  public enum Norm {
    /** The sum of absolute values (Li et al. 2017). */
    L1,
    /** The root of the sum of squares. */
    L2
  }

  @Override
  public Reduction reduction() {
    return norm == Norm.L2 ? Reduction.L2 : Reduction.SUM;
  }

  @Override
  public float[] score(ScoreContext context) {
    float[] scores = context.weights();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.abs(scores[i]);
    }
    return scores;
  }

  @Override
  public String toString() {
    return "magnitude (" + norm + ")";
  }
}
