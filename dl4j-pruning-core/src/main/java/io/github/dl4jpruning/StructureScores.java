package io.github.dl4jpruning;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Reduction;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.Slice;
import io.github.dl4jpruning.structure.StructureGroup;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Scores of structures: those of all weights that compute one, in all its layers, reduced together;
 * of criteria that score a layer's outputs, their sum over the layers.
 */
final class StructureScores {
  private final Pool pool;
  private final StructureGroup group;
  private final Reduction reduction;

  StructureScores(Pool pool, Reduction reduction) {
    this.pool = pool;
    this.group = pool.group().orElseThrow();
    this.reduction = reduction;
  }

  float[] of(Criterion criterion, Function<Pool, ScoreContext> contexts) {
    if (!criterion.scoresUnits()) {
      return ofWeights(param -> criterion.score(contexts.apply(Pool.ofWeights(param))));
    }
    if (criterion.signals().stream().anyMatch(s -> s.shape() == Signal.Shape.UNITS)) {
      return criterion.score(contexts.apply(pool));
    }
    float[] scores = new float[group.size()];
    for (Slice slice : group.producers()) {
      Pool columns = Granularity.column().pool(slice.param()).orElseThrow();
      add(criterion.score(contexts.apply(columns)), columns.units(), slice, scores);
    }
    return scores;
  }

  /** An output counts once, wherever its first weight lies. */
  private static void add(float[] ofOutputs, Partition outputs, Slice slice, float[] scores) {
    boolean[] seen = new boolean[outputs.count()];
    for (int i = 0; i < outputs.length(); i++) {
      int structure = slice.structureAt(i);
      if (structure != Slice.NONE && !seen[outputs.of(i)]) {
        seen[outputs.of(i)] = true;
        scores[structure] += ofOutputs[outputs.of(i)];
      }
    }
  }

  /** Reduces scores of weights, one per position of each parameter that computes structures. */
  float[] ofWeights(Function<ModelParam, float[]> scoresOf) {
    int length = group.producers().stream().mapToInt(slice -> slice.param().length()).sum();
    float[] scores = new float[length];
    int[] structures = new int[length];
    int filled = 0;
    for (Slice slice : group.producers()) {
      float[] own = scoresOf.apply(slice.param());
      for (int i = 0; i < own.length; i++) {
        if (slice.structureAt(i) != Slice.NONE) {
          scores[filled] = own[i];
          structures[filled++] = slice.structureAt(i);
        }
      }
    }
    return reduction.apply(
        Arrays.copyOf(scores, filled),
        Partition.of(filled, group.size(), position -> structures[position]));
  }
}
