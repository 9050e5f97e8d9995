package io.github.dl4jpruning.criterion;

import java.util.Set;

/**
 * Keeps weights, or units, with a large signal.
 *
 * @param signal what is gathered while training, and is the score; of weights or units
 */
public record Gathered(Signal signal) implements Criterion {
  /** Checks the shape. */
  public Gathered {
    if (signal.shape() != Signal.Shape.WEIGHTS && signal.shape() != Signal.Shape.UNITS) {
      throw new IllegalArgumentException(
          "%s has one value per %s, not per weight or unit".formatted(signal, signal.shape()));
    }
  }

  @Override
  public Set<Signal> signals() {
    return Set.of(signal);
  }

  @Override
  public boolean scoresUnits() {
    return signal.shape() == Signal.Shape.UNITS;
  }

  @Override
  public float[] score(ScoreContext context) {
    return context.signal(signal);
  }

  @Override
  public String toString() {
    return signal.toString();
  }
}
