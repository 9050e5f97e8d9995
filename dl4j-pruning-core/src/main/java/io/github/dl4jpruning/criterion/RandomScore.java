package io.github.dl4jpruning.criterion;

import java.util.SplittableRandom;

/** Keeps weights at random. See {@link Criterion#random()}. */
public record RandomScore() implements Criterion {
  @Override
  public float[] score(ScoreContext context) {
    SplittableRandom random = context.random();
    float[] scores = new float[context.units().length()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) random.nextDouble();
    }
    return scores;
  }

  @Override
  public String toString() {
    return "random";
  }
}
