package io.github.dl4jpruning.select;

import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.Set;

/** Densities that follow from shapes. */
final class Densities {
  private Densities() {}

  /** Erdős–Rényi: the sum of a parameter's dimensions over their product. */
  static double erdosRenyi(Pool pool, boolean withKernel) {
    if (withKernel || pool.layout().isEmpty()) {
      double sum = 0;
      double product = 1;
      for (long size : pool.shape()) {
        sum += size;
        product *= size;
      }
      return sum / product;
    }
    WeightLayout layout = pool.layout().get();
    double inputs = layout.count(Set.of(Role.INPUT));
    double outputs =
        layout.axes().stream()
            .filter(axis -> axis.role() == Role.OUTPUT || axis.role() == Role.GATE)
            .mapToDouble(Axis::size)
            .reduce(1, (a, b) -> a * b);
    return (inputs + outputs) / (inputs * outputs);
  }
}
