package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Map;

/** Tiny scores in, masks out. */
final class ScoredMasks {
  /** W[nIn 4, nOut 2], column by column: column 0 is 1 2 3 4, column 1 is 50 60 70 80. */
  static final float[] SCORES = {1, 2, 3, 4, 50, 60, 70, 80};

  static final ModelParam DENSE = Params.param("a_W", 0, List.of(4L, 2L), Params.dense(4, 2));

  private ScoredMasks() {}

  static String select(
      Allocation allocation, double sparsity, Granularity granularity, float... unitScores) {
    return select(allocation, sparsity, granularity, sparsity, unitScores);
  }

  static String select(
      Allocation allocation,
      double sparsity,
      Granularity granularity,
      double now,
      float... unitScores) {
    float[] scores = unitScores.length == 0 ? SCORES : unitScores;
    return bits(
        new MaskSelector(allocation, Amount.sparsity(sparsity), Limits.DEFAULT, Map.of())
            .select(List.of(candidate(granularity, scores)), t -> now, Change.REMOVE_ONLY)
            .get("a_W"));
  }

  static String select(Amount amount, Granularity granularity, float... scores) {
    return bits(
        new MaskSelector(Allocation.global(), amount, Limits.DEFAULT, Map.of())
            .select(List.of(candidate(granularity, scores)), t -> t, Change.REMOVE_ONLY)
            .get("a_W"));
  }

  static Candidate candidate(Granularity granularity, float... scores) {
    Pool pool = granularity.pool(DENSE).orElseThrow();
    return new Candidate(pool, scores, Mask.keepAll(DENSE.shape()));
  }

  static String bits(Mask mask) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < mask.length(); i++) {
      text.append(mask.isKept(i) ? '1' : '0');
    }
    return text.toString();
  }
}
