package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;

/** A parameter that takes part in a choice, with its scores. */
public final class Candidate {
  private final ModelParam param;
  private final float[] scores;
  private final Mask current;

  /**
   * A candidate.
   *
   * @param param the parameter
   * @param scores one per weight, in memory order; of kept weights no NaN; not copied
   * @param current what is kept so far
   * @throws IllegalStateException if the number of scores is wrong or one is NaN
   */
  public Candidate(ModelParam param, float[] scores, Mask current) {
    if (scores.length != param.length()) {
      throw new IllegalStateException(
          "The criterion gave %s scores for %s, which has %s weights"
              .formatted(scores.length, param, param.length()));
    }
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i]) && current.isKept(i)) {
        throw new IllegalStateException(
            "The score of weight %s of %s (layer %s) is NaN: training has diverged, or the"
                    .formatted(i, param, param.layer())
                + " criterion divides by zero. Nothing was pruned");
      }
    }
    this.param = param;
    this.scores = scores;
    this.current = current;
  }

  ModelParam param() {
    return param;
  }

  /** Not a copy. */
  float[] scores() {
    return scores;
  }

  Mask current() {
    return current;
  }
}
