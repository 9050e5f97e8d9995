package io.github.dl4jpruning.select;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Erdős–Rényi densities: proportional to the sum of a parameter's dimensions over their product,
 * scaled so that the overall sparsity comes out. Parameters that would get more than 1 stay dense,
 * and the rest is scaled anew (Evci et al. 2020, appendix).
 */
final class Densities {
  private Densities() {}

  /** The final sparsity of each pool. */
  static double[] sparsities(
      List<Pool> pools, double overall, boolean withKernel, Measure measure) {
    int n = pools.size();
    double[] sizes = new double[n];
    double[] raw = new double[n];
    for (int i = 0; i < n; i++) {
      sizes[i] = measure.total(pools.get(i));
      raw[i] = raw(pools.get(i).param(), withKernel);
    }
    boolean[] dense = new boolean[n];
    while (true) {
      double kept = (1 - overall) * Arrays.stream(sizes).sum();
      double weighted = 0;
      for (int i = 0; i < n; i++) {
        if (dense[i]) {
          kept -= sizes[i];
        } else {
          weighted += raw[i] * sizes[i];
        }
      }
      double scale = kept / weighted;
      boolean changed = false;
      for (int i = 0; i < n; i++) {
        if (!dense[i] && raw[i] * scale > 1) {
          dense[i] = true;
          changed = true;
        }
      }
      if (!changed) {
        double[] sparsities = new double[n];
        for (int i = 0; i < n; i++) {
          sparsities[i] = dense[i] ? 0 : Math.max(0, 1 - raw[i] * scale);
        }
        return sparsities;
      }
    }
  }

  private static double raw(ModelParam param, boolean withKernel) {
    if (withKernel || param.layout().isEmpty()) {
      double sum = 0;
      double product = 1;
      for (long size : param.shape()) {
        sum += size;
        product *= size;
      }
      return sum / product;
    }
    WeightLayout layout = param.layout().get();
    double inputs = layout.count(Set.of(Role.INPUT));
    double outputs =
        layout.axes().stream()
            .filter(axis -> axis.role() == Role.OUTPUT || axis.role() == Role.GATE)
            .mapToDouble(Axis::size)
            .reduce(1, (a, b) -> a * b);
    return (inputs + outputs) / (inputs * outputs);
  }
}
