package io.github.dl4jpruning.criterion;

import java.util.Set;

/**
 * Keeps weights with a large signal.
 *
 * @param signal what is gathered while training, and is the score
 */
public record Gathered(Signal signal) implements Criterion {
  @Override
  public Set<Signal> signals() {
    return Set.of(signal);
  }

  @Override
  public float[] score(ScoreContext context) {
    return context.signal(signal);
  }
}
