package io.github.dl4jpruning.select;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How an amount is split between the parameters of a target. */
public sealed interface Allocation
    permits Allocation.Uniform, Allocation.Global, Allocation.PerParameter {
  /** The same sparsity in every parameter; weights compete within theirs. */
  record Uniform() implements Allocation {}

  /** One sparsity for all together; weights compete across parameters. */
  record Global() implements Allocation {}

  /**
   * A sparsity for each parameter; weights compete within theirs.
   *
   * @param sparsities by parameter key, 0 (included) to 1 (excluded); parameters that are not named
   *     get the target's amount
   */
  record PerParameter(Map<String, Double> sparsities) implements Allocation {
    /** Checks the ranges. */
    public PerParameter {
      sparsities = Collections.unmodifiableMap(new TreeMap<>(sparsities));
      sparsities.forEach(
          (key, sparsity) -> {
            if (!(sparsity >= 0 && sparsity < 1)) {
              throw new IllegalArgumentException(
                  "The sparsity of %s must be at least 0 and below 1, got %s"
                      .formatted(key, sparsity));
            }
          });
    }
  }

  /**
   * See {@link Uniform}.
   *
   * @return the allocation
   */
  static Allocation uniform() {
    return new Uniform();
  }

  /**
   * See {@link Global}. The default.
   *
   * @return the allocation
   */
  static Allocation global() {
    return new Global();
  }

  /**
   * See {@link PerParameter}.
   *
   * @param sparsities by DL4J's parameter key, 0 (included) to 1 (excluded)
   * @return the allocation
   * @throws IllegalArgumentException if a value is out of range
   */
  static Allocation perParameter(Map<String, Double> sparsities) {
    return new PerParameter(sparsities);
  }
}
