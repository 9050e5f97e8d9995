package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Granularity;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps neurons and filters that are active.
 *
 * @param statistic what counts as activity; of {@link Signal.Statistic#ZEROS}, their absence
 */
public record Activity(Signal.Statistic statistic) implements Criterion {
  @Override
  public Set<Signal> signals() {
    return Set.of(new Signal.Activation(statistic));
  }

  @Override
  public boolean scoresUnits() {
    return true;
  }

  @Override
  public Optional<String> whyNot(ModelParam param, Granularity granularity) {
    if (!(granularity instanceof Granularity.Column)) {
      return Optional.of("activations belong to columns (neurons, filters), not to " + granularity);
    }
    return param.place().outputs().isPresent()
        ? Optional.empty()
        : Optional.of("its activations can't be seen");
  }

  @Override
  public float[] score(ScoreContext context) {
    float[] scores = context.signal(new Signal.Activation(statistic));
    if (statistic == Signal.Statistic.ZEROS) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] = 1 - scores[i];
      }
    }
    return scores;
  }

  @Override
  public String toString() {
    return statistic.toString();
  }
}
