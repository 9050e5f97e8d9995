package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.event.WeightHistogram;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Figures of how large weights are, before and after pruning. */
final class Histograms {
  /** Bins are joined until there are so many: what the eye can tell apart. */
  private static final int BINS = 64;

  private static final int JOINED = WeightHistogram.BINS / BINS;

  private Histograms() {}

  /** The weights of a parameter. */
  static WeightHistogram of(PrunableModel model, ModelParam param) {
    return WeightHistogram.of(model.flatParam(param).toFloatVector());
  }

  /** The weights that a mask keeps. */
  static WeightHistogram kept(PrunableModel model, ModelParam param, Mask mask) {
    return WeightHistogram.of(keptWeights(model, param, mask));
  }

  static float[] keptWeights(PrunableModel model, ModelParam param, Mask mask) {
    float[] values = model.flatParam(param).toFloatVector();
    float[] kept = new float[mask.kept()];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      if (mask.isKept(i)) {
        kept[next++] = values[i];
      }
    }
    return kept;
  }

  /** One parameter's weights; empty if there is none in any bin. */
  static Optional<Figure> figure(
      int number, String key, Optional<WeightHistogram> before, WeightHistogram after) {
    double reach = Math.max(after.reach(), before.map(WeightHistogram::reach).orElse(0.0));
    List<Lines.Line> lines = new ArrayList<>();
    before.ifPresent(histogram -> lines.add(line("before", histogram.withReach(reach))));
    lines.add(line("kept", after.withReach(reach)));
    return Curves.figure(
        new Lines("weights-" + number, "Weights of " + key, "weight", "share of them, %", lines),
        "");
  }

  /** A row for each bin with a weight in it. */
  static void addRows(List<List<Object>> rows, String key, String when, WeightHistogram histogram) {
    double width = 2 * histogram.reach() / WeightHistogram.BINS;
    for (int i = 0; i < WeightHistogram.BINS; i++) {
      long count = histogram.counts().get(i);
      if (count > 0) {
        double from = -histogram.reach() + i * width;
        rows.add(List.of(key, when, from, from + width, count));
      }
    }
    if (histogram.notFinite() > 0) {
      rows.add(List.of(key, when, Double.NaN, Double.NaN, histogram.notFinite()));
    }
  }

  /**
   * A bin's share holds until the next one's. Points that change nothing are left out, and so are
   * empty bins at both ends, but one.
   */
  private static Lines.Line line(String name, WeightHistogram histogram) {
    double width = 2 * histogram.reach() / BINS;
    double last = 0;
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < BINS && histogram.total() > 0; i++) {
      long count =
          histogram.counts().subList(i * JOINED, (i + 1) * JOINED).stream()
              .mapToLong(Long::longValue)
              .sum();
      double share = 100.0 * count / histogram.total();
      if (share != last) {
        double from = -histogram.reach() + i * width;
        points.add(new double[] {from, last});
        points.add(new double[] {from, share});
        last = share;
      }
    }
    if (last != 0) {
      points.add(new double[] {histogram.reach(), last});
      points.add(new double[] {histogram.reach(), 0});
    }
    return new Lines.Line(name, Lines.Form.EDGES, points);
  }
}
