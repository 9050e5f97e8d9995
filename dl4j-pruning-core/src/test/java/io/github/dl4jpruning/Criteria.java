package io.github.dl4jpruning;

import io.github.dl4jpruning.criterion.Criterion;
import java.util.List;
import java.util.stream.Stream;

/** Every criterion that the library has: one list for all contract tests. */
public final class Criteria {
  private static final List<Criterion> NOT_OF_STRUCTURES =
      List.of(
          Criterion.gradientMagnitude(),
          Criterion.saliency(0.9),
          Criterion.fisher(),
          Criterion.snip(),
          Criterion.lossChange());

  private Criteria() {}

  /** Each factory of {@link Criterion} once. */
  public static Stream<Criterion> all() {
    return Stream.of(
        Criterion.magnitude(),
        Criterion.l2Magnitude(),
        Criterion.random(),
        Criterion.gradientMagnitude(),
        Criterion.saliency(),
        Criterion.saliency(0.9),
        Criterion.taylor(),
        Criterion.taylor(0.9),
        Criterion.movement(),
        Criterion.optimalBrainDamage(),
        Criterion.fisher(),
        Criterion.snip(),
        Criterion.wanda(),
        Criterion.meanActivation(),
        Criterion.activationVariance(),
        Criterion.averagePercentageOfZeros(),
        Criterion.geometricMedian(),
        Criterion.batchNormScale(),
        Criterion.lossChange());
  }

  /** Those that structures are tested with: one of each way to score. */
  static Stream<Criterion> ofStructures() {
    return all().filter(criterion -> !NOT_OF_STRUCTURES.contains(criterion));
  }
}
