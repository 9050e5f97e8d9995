package io.github.dl4jpruning.criterion;

import java.util.Set;

/** Weight times mean gradient. See {@link Criterion#snip()}. */
public record Snip() implements Criterion {
  private static final Signal GRADIENT = new Signal.MeanGradient();

  @Override
  public Set<Signal> signals() {
    return Set.of(GRADIENT);
  }

  @Override
  public float[] score(ScoreContext context) {
    float[] weights = context.weights();
    float[] scores = context.signal(GRADIENT);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.abs(weights[i] * scores[i]);
    }
    return scores;
  }

  @Override
  public String toString() {
    return "SNIP";
  }
}
