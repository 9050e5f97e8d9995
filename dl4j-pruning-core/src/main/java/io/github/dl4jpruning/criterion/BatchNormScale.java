package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Granularity;
import java.util.Optional;

/** Keeps filters and neurons that batch normalisation lets through. */
public record BatchNormScale() implements Criterion {
  @Override
  public boolean scoresUnits() {
    return true;
  }

  @Override
  public Optional<String> whyNot(ModelParam param, Granularity granularity) {
    if (!(granularity instanceof Granularity.Column)) {
      return Optional.of("batch normalisation scales columns, not " + granularity);
    }
    return param.place().gamma().isPresent()
        ? Optional.empty()
        : Optional.of("no batch normalisation with a scale reads its output alone");
  }

  @Override
  public float[] score(ScoreContext context) {
    float[] scores =
        context
            .batchNormScale()
            .orElseThrow(
                () ->
                    new IllegalStateException("No batch normalisation behind " + context.param()));
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.abs(scores[i]);
    }
    return scores;
  }

  @Override
  public String toString() {
    return "batch normalisation's scale";
  }
}
