package io.github.dl4jpruning.training.decision;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Reduction;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.Slice;
import io.github.dl4jpruning.structure.StructurePool;
import io.github.dl4jpruning.structure.trace.Role;
import java.util.function.Function;

/**
 * Scores of structures: those of all weights that compute one (or read it, if that is what counts),
 * in all its layers, reduced together; of criteria that score units of a layer, their sum.
 */
final class StructureScores {
  private final StructurePool pool;
  private final Reduction reduction;

  StructureScores(StructurePool pool, Reduction reduction) {
    this.pool = pool;
    this.reduction = reduction;
  }

  float[] of(Criterion criterion, Function<Pool, ScoreContext> contexts) {
    if (!criterion.scoresUnits()) {
      return pool.reduce(
          reduction::apply, param -> criterion.score(contexts.apply(Pool.ofWeights(param))));
    }
    if (criterion.signals().stream().anyMatch(s -> s.shape() == Signal.Shape.UNITS)) {
      return criterion.score(contexts.apply(pool));
    }
    float[] scores = new float[pool.group().size()];
    for (Slice slice : pool.scoredSlices()) {
      Granularity lines = slice.role() == Role.READS ? Granularity.row() : Granularity.column();
      Pool units = lines.pool(slice.param()).orElseThrow();
      add(criterion.score(contexts.apply(units)), units.units(), slice, scores);
    }
    return scores;
  }

  /** A unit counts once, wherever its first weight lies. */
  private static void add(float[] ofUnits, Partition units, Slice slice, float[] scores) {
    boolean[] seen = new boolean[units.count()];
    for (int i = 0; i < units.length(); i++) {
      int structure = slice.structureAt(i);
      if (structure != Slice.NONE && !seen[units.of(i)]) {
        seen[units.of(i)] = true;
        scores[structure] += ofUnits[units.of(i)];
      }
    }
  }
}
