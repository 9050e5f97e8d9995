package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.structure.Partition;

/** The loss without a unit, less the loss with it. See {@link Criterion#lossChange()}. */
public record LossChange() implements Criterion {
  @Override
  public boolean scoresUnits() {
    return true;
  }

  @Override
  public boolean needsData() {
    return true;
  }

  @Override
  public float[] score(ScoreContext context) {
    Partition units = context.units();
    int[][] positions = new int[units.count()][];
    int[] filled = new int[positions.length];
    for (int i = 0; i < units.length(); i++) {
      int unit = units.of(i);
      if (positions[unit] == null) {
        positions[unit] = new int[units.sizeOf(unit)];
      }
      positions[unit][filled[unit]++] = i;
    }
    LossProbe probe = context.probe();
    double loss = probe.loss();
    float[] scores = new float[positions.length];
    for (int unit = 0; unit < scores.length; unit++) {
      scores[unit] = (float) (probe.lossWithout(positions[unit]) - loss);
    }
    return scores;
  }

  @Override
  public String toString() {
    return "loss change";
  }
}
