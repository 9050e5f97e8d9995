package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Partition;
import java.util.Optional;

/** Distance to all other units of the layer. See {@link Criterion#geometricMedian()}. */
public record GeometricMedian() implements Criterion {
  @Override
  public boolean scoresUnits() {
    return true;
  }

  @Override
  public Optional<String> whyNot(ModelParam param, Granularity granularity) {
    return granularity instanceof Granularity.Column || granularity instanceof Granularity.Row
        ? Optional.empty()
        : Optional.of("distances are between columns or rows, not between " + granularity);
  }

  @Override
  public float[] score(ScoreContext context) {
    double[][] points = points(context.weights(), context.units());
    double[] sums = new double[points.length];
    for (int a = 0; a < points.length; a++) {
      for (int b = a + 1; b < points.length; b++) {
        double distance = distance(points[a], points[b]);
        sums[a] += distance;
        sums[b] += distance;
      }
    }
    float[] scores = new float[sums.length];
    for (int a = 0; a < scores.length; a++) {
      scores[a] = (float) sums[a];
    }
    return scores;
  }

  private static double[][] points(float[] weights, Partition units) {
    double[][] points = new double[units.count()][];
    int[] filled = new int[points.length];
    for (int i = 0; i < weights.length; i++) {
      int unit = units.of(i);
      if (points[unit] == null) {
        points[unit] = new double[units.sizeOf(unit)];
      }
      points[unit][filled[unit]++] = weights[i];
    }
    return points;
  }

  private static double distance(double[] a, double[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(squares);
  }

  @Override
  public String toString() {
    return "geometric median";
  }
}
