package io.github.dl4jpruning.select;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How an amount is split between the parameters of a target. */
public sealed interface Allocation {
  /** The same sparsity in every parameter; units compete within theirs. */
  record Uniform() implements Allocation {}

  /** One sparsity for all together; units compete across parameters. */
  record Global() implements Allocation {}

  /** The same sparsity in every output of every parameter; weights compete within theirs. */
  record PerOutput() implements Allocation {}

  /**
   * More sparsity for larger parameters: the density of each is proportional to the sum of its
   * dimensions over their product. Units compete within their parameter.
   *
   * @param withKernel whether the dimensions of a convolution's kernel count
   */
  record ErdosRenyi(boolean withKernel) implements Allocation {}

  /** Global, after each squared score was divided by the sum of those at least as high. */
  record Lamp() implements Allocation {}

  /**
   * A sparsity for each parameter; units compete within theirs.
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
   * See {@link PerOutput}: every neuron, filter and gate keeps as many weights as every other of
   * its parameter, give or take one.
   *
   * @return the allocation
   */
  static Allocation perOutput() {
    return new PerOutput();
  }

  /**
   * Erdős–Rényi (Mocanu et al. 2018): density proportional to {@code (nIn + nOut) / (nIn · nOut)};
   * parameters whose share would exceed 1 stay dense, and the others make up for it.
   *
   * @return the allocation
   */
  static Allocation erdosRenyi() {
    return new ErdosRenyi(false);
  }

  /**
   * Erdős–Rényi kernel, ERK (Evci et al. 2020): as {@link #erdosRenyi()}, with the dimensions of a
   * convolution's kernel in sum and product.
   *
   * @return the allocation
   */
  static Allocation erk() {
    return new ErdosRenyi(true);
  }

  /**
   * LAMP (Lee et al. 2021, "Layer-adaptive sparsity for the magnitude-based pruning"): see {@link
   * Lamp}. Scores must not be negative.
   *
   * @return the allocation
   */
  static Allocation lamp() {
    return new Lamp();
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
