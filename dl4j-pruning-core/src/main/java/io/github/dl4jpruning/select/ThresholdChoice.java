package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Removes what scores below a value that a schedule drives up; sparsity is what comes out. */
final class ThresholdChoice implements Choice {
  /** A schedule drives a threshold as it would drive this sparsity, scaled. */
  private static final double HALF = 0.5;

  private final ToDoubleFunction<Candidate> last;
  private final Limits limits;
  private final Measure measure;

  /**
   * By a threshold.
   *
   * @param last the value to end with
   */
  ThresholdChoice(ToDoubleFunction<Candidate> last, Limits limits, Measure measure) {
    this.last = last;
    this.limits = new Limits(limits.perParameter(), limits.perOutput(), 0, limits.maxSparsity());
    this.measure = measure;
  }

  @Override
  public void requireReachable(List<Pool> pools) {}

  @Override
  public List<String> remarks(List<Pool> pools) {
    return List.of();
  }

  @Override
  public DoubleStream finalSparsities(List<Pool> pools) {
    return DoubleStream.of(HALF);
  }

  @Override
  public OptionalDouble sparsity(List<Pool> pools, DoubleUnaryOperator now) {
    return OptionalDouble.empty();
  }

  @Override
  public Map<String, Mask> select(
      List<Candidate> candidates, DoubleUnaryOperator now, Change change) {
    double level = now.applyAsDouble(HALF) / HALF;
    Contest contest =
        new Contest(
            candidates.stream().map(one -> new Entrant(one, one.kept())).toList(), limits, measure);
    contest.enforce();
    contest.removeBelow(candidate -> level * last.applyAsDouble(candidate));
    return contest.masks();
  }
}
