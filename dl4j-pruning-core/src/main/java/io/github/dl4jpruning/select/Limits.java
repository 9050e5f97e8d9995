package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Percent;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * What every parameter and every output unit keeps or loses, whatever the scores.
 *
 * @param perParameter units kept in each parameter, at least 1; a parameter with fewer keeps all
 * @param perOutput weights kept in each output unit (a column of a dense matrix, a filter of a
 *     convolution, one gate of a recurrent unit), at least 0; single weights only. Layers whose
 *     outputs the library can't locate count as one output
 * @param minSparsity the fraction that each parameter loses at least in the end, 0 (included) to 1
 *     (excluded)
 * @param maxSparsity the fraction that each parameter loses at most, 0 to 1, at least {@code
 *     minSparsity}
 */
public record Limits(int perParameter, int perOutput, double minSparsity, double maxSparsity) {
  /** One unit per parameter, and no other limit. */
  public static final Limits DEFAULT = new Limits(1, 0, 0, 1);

  private static final Set<Role> OUTPUTS = Set.of(Role.GATE, Role.OUTPUT);

  /** Checks the ranges. */
  public Limits {
    if (perParameter < 1) {
      throw new IllegalArgumentException(
          "Each parameter keeps at least 1 weight, got a floor of " + perParameter);
    }
    if (perOutput < 0) {
      throw new IllegalArgumentException(
          "The floor per output must be at least 0, got " + perOutput);
    }
    if (!(minSparsity >= 0 && minSparsity < 1 && maxSparsity >= minSparsity && maxSparsity <= 1)) {
      throw new IllegalArgumentException(
          "The sparsity of each parameter must lie between a minimum of at least 0 and a maximum"
              + " of at most 1, got %s to %s".formatted(minSparsity, maxSparsity));
    }
  }

  /**
   * Floors alone.
   *
   * @param perParameter units kept in each parameter, at least 1
   * @param perOutput weights kept in each output unit, at least 0
   * @return the limits
   * @throws IllegalArgumentException if a value is out of range
   */
  public static Limits floors(int perParameter, int perOutput) {
    return new Limits(perParameter, perOutput, 0, 1);
  }

  /** How many units of a parameter are kept at least. */
  int keptOf(Pool pool) {
    int outputs = outputs(pool);
    long ofOutputs =
        perOutput == 0 ? 0 : (long) outputs * Math.min(perOutput, pool.units().length() / outputs);
    return (int) Math.max(ofParameter(pool), ofOutputs);
  }

  /** The same without the floor per output. */
  int ofParameter(Pool pool) {
    int units = pool.units().count();
    return (int) Math.max(Math.min(perParameter, units), Rounding.kept(units, maxSparsity));
  }

  /** How many units of a parameter may be kept at the least sparsity. */
  int mostOf(Pool pool) {
    return (int) Math.max(Rounding.kept(pool.units().count(), minSparsity), keptOf(pool));
  }

  static int outputs(Pool pool) {
    return pool.layout().map(layout -> layout.count(OUTPUTS)).orElse(1);
  }

  /** From a position in a parameter's memory to its output. */
  static IntUnaryOperator outputOf(Pool pool) {
    return pool.layout().map(layout -> layout.placeOn(OUTPUTS)).orElse(position -> 0);
  }

  /** For example {@code at least 1 weight per parameter, 1 per output}. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("at least ").append(perParameter).append(" per parameter");
    if (perOutput > 0) {
      text.append(", ").append(perOutput).append(" per output");
    }
    if (minSparsity > 0 || maxSparsity < 1) {
      text.append(", each ")
          .append(Percent.of(minSparsity))
          .append(" to ")
          .append(Percent.of(maxSparsity))
          .append(" sparse");
    }
    return text.toString();
  }
}
