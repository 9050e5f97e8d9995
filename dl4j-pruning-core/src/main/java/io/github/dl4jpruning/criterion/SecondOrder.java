package io.github.dl4jpruning.criterion;

import java.util.Set;

/**
 * Half the squared weight times an estimate of the loss's second derivative. See {@link
 * Criterion#optimalBrainDamage()} and {@link Criterion#fisher()}.
 *
 * @param curvature the estimate
 */
public record SecondOrder(Signal curvature) implements Criterion {
  @Override
  public Set<Signal> signals() {
    return Set.of(curvature);
  }

  @Override
  public float[] score(ScoreContext context) {
    float[] weights = context.weights();
    float[] scores = context.signal(curvature);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (0.5 * weights[i] * weights[i] * scores[i]);
    }
    return scores;
  }

  @Override
  public String toString() {
    if (curvature instanceof Signal.ExampleFisher) {
      return "Fisher information";
    }
    return curvature instanceof Signal.Smoothed smoothed
        ? "optimal brain damage, averaged by " + smoothed.decay()
        : "optimal brain damage";
  }
}
