package io.github.dl4jpruning.select;

import io.github.dl4jpruning.model.ModelParam;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Parameters whose weights compete with each other, and how many of them are kept.
 *
 * @param params sorted by offset
 * @param kept how many weights are kept in all, at least one per parameter
 */
record Share(List<ModelParam> params, long kept) {
  /**
   * Splits a target.
   *
   * @param params the target's parameters
   * @param allocation how
   * @param amount the target's final amount
   * @param now the sparsity wanted now on the way to a final one
   */
  static List<Share> split(
      List<ModelParam> params, Allocation allocation, Amount amount, DoubleUnaryOperator now) {
    List<ModelParam> sorted =
        params.stream().sorted(Comparator.comparingInt(ModelParam::offset)).toList();
    double overall = ((Amount.Sparsity) amount).value();
    List<Share> shares = new ArrayList<>();
    if (allocation instanceof Allocation.Global) {
      shares.add(of(sorted, now.applyAsDouble(overall)));
    } else {
      for (ModelParam param : sorted) {
        double last = finalSparsity(param, allocation, amount);
        shares.add(of(List.of(param), now.applyAsDouble(last)));
      }
    }
    return shares;
  }

  /** What one parameter, or all together, is to end with. */
  static double finalSparsity(ModelParam param, Allocation allocation, Amount amount) {
    double overall = ((Amount.Sparsity) amount).value();
    return allocation instanceof Allocation.PerParameter map
        ? map.sparsities().getOrDefault(param.key(), overall)
        : overall;
  }

  private static Share of(List<ModelParam> params, double sparsity) {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new IllegalArgumentException(
          "The schedule wants a sparsity of %s for %s; it must be at least 0 and below 1"
              .formatted(sparsity, params));
    }
    long length = params.stream().mapToLong(ModelParam::length).sum();
    return new Share(params, Math.max(Counts.kept(length, sparsity), params.size()));
  }

  long length() {
    return params.stream().mapToLong(ModelParam::length).sum();
  }
}
