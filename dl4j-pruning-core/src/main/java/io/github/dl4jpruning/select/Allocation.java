package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Percent;
import io.github.dl4jpruning.structure.Pool;
import java.util.BitSet;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an amount is split between the parameters of a target. Open: a lambda will do, such as {@code
 * pool -> 1 / Math.sqrt(pool.units().count())} for larger parameters that are sparser.
 *
 * <p>Only the proportions of densities count. The library scales them until the target's amount
 * comes out to the last unit: what would be denser than 1 stays whole and the rest makes up for it,
 * each parameter keeps at least one unit, fractions are rounded by largest remainders (among equal
 * ones the lowest index is rounded up), and a parameter never gets back what it has lost while the
 * sparsity of all rises.
 */
@FunctionalInterface
public interface Allocation {
  /** Which units compete, so that those with the lowest scores go. */
  enum Scope {
    /** All of a target, across its parameters; densities are then a result. */
    TARGET,
    /** Those of each parameter. */
    PARAMETER,
    /** The weights of each output of a parameter; all outputs keep as many, give or take one. */
    OUTPUT
  }

  /**
   * How dense a parameter is to be, compared with the others of its target.
   *
   * @param pool the parameter with its shape and units, or a group of structures
   * @return 1e-100 to 1e100; the same at each call
   */
  double density(Pool pool);

  /**
   * Which units compete.
   *
   * @return by default those of each parameter
   */
  default Scope scope() {
    return Scope.PARAMETER;
  }

  /**
   * What scores are compared by.
   *
   * @param pool the parameter and its units
   * @param scores one per unit; not to be changed
   * @param kept the units that are kept so far
   * @return one per unit; by default the scores themselves
   */
  default float[] comparable(Pool pool, float[] scores, BitSet kept) {
    return scores;
  }

  /** The same sparsity in every parameter, give or take a weight; units compete within theirs. */
  record Uniform() implements Allocation {
    @Override
    public double density(Pool pool) {
      return 1;
    }

    @Override
    public String toString() {
      return "uniform";
    }
  }

  /** One sparsity for all together; units compete across parameters. */
  record Global() implements Allocation {
    @Override
    public double density(Pool pool) {
      return 1;
    }

    @Override
    public Scope scope() {
      return Scope.TARGET;
    }

    @Override
    public String toString() {
      return "global";
    }
  }

  /** The same sparsity in every output of every parameter; weights compete within theirs. */
  record PerOutput() implements Allocation {
    @Override
    public double density(Pool pool) {
      return 1;
    }

    @Override
    public Scope scope() {
      return Scope.OUTPUT;
    }

    @Override
    public String toString() {
      return "the same for each output";
    }
  }

  /**
   * More sparsity for larger parameters: the density of each is proportional to the sum of its
   * dimensions over their product. Units compete within their parameter.
   *
   * @param withKernel whether the dimensions of a convolution's kernel count
   */
  record ErdosRenyi(boolean withKernel) implements Allocation {
    @Override
    public double density(Pool pool) {
      return Densities.erdosRenyi(pool, withKernel);
    }

    @Override
    public String toString() {
      return withKernel ? "Erdős–Rényi with kernels (ERK)" : "Erdős–Rényi";
    }
  }

  /** Global, after each squared score was divided by the sum of those at least as high. */
  record Lamp() implements Allocation {
    @Override
    public double density(Pool pool) {
      return 1;
    }

    @Override
    public Scope scope() {
      return Scope.TARGET;
    }

    @Override
    public float[] comparable(Pool pool, float[] scores, BitSet kept) {
      return LampScores.of(pool, scores, kept);
    }

    @Override
    public String toString() {
      return "LAMP";
    }
  }

  /**
   * A sparsity for each parameter, as it stands and rounded for itself; units compete within
   * theirs.
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

    /** Of those that are not named, as if nothing went. */
    @Override
    public double density(Pool pool) {
      return 1 - sparsities.getOrDefault(pool.key(), 0.0);
    }

    @Override
    public String toString() {
      return "by parameter: "
          + String.join(
              ", ",
              sparsities.entrySet().stream()
                  .map(entry -> entry.getKey() + " " + Percent.of(entry.getValue()))
                  .toList());
    }
  }

  /**
   * See {@link Uniform}. The target's number of weights comes out exactly, so that a parameter may
   * keep one more or less than its own share rounded.
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
   * LampScores}. Scores must not be negative.
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
