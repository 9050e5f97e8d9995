package io.github.dl4jpruning.mask;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How much is pruned, counted in what is kept or removed as a whole: weights, filters, blocks.
 *
 * @param name of the units, in plural, such as {@code filters}
 * @param pruned units of which no weight is kept, 0 to {@code total}
 * @param total units that compete
 * @param sparsity the fraction that is pruned, 0 to 1, of what {@code measure} names
 * @param measure what sparsity counts: the units' own name, or {@code parameters} or {@code
 *     multiply-accumulate operations} where a recipe's amount says so
 */
public record PrunedUnits(String name, long pruned, long total, double sparsity, String measure) {
  private static final String WEIGHTS = "weights";

  /**
   * Single weights.
   *
   * @param masks of the weights that compete
   * @return how many of them are pruned
   */
  public static PrunedUnits weightsOf(MaskStore masks) {
    return new PrunedUnits(
        WEIGHTS, masks.length() - masks.kept(), masks.length(), masks.sparsity(), WEIGHTS);
  }

  /**
   * How far this is on the way to a target.
   *
   * @param target the sparsity wanted, 0 to 1; empty if there is none
   * @return {@code pruned 63.20 % of 90.00 %} for weights; {@code 4 of 8 filters pruned (50.00 % of
   *     75.00 %)} for larger units
   */
  public String towards(OptionalDouble target) {
    String share = percent(sparsity);
    if (target.isPresent()) {
      share += " of " + percent(target.getAsDouble());
    }
    return name.equals(WEIGHTS) && measure.equals(WEIGHTS)
        ? "pruned " + share
        : counted(share + ofWhat());
  }

  /** For example {@code 4 of 8 filters pruned (50.00 %)}. */
  @Override
  public String toString() {
    return counted(percent(sparsity) + ofWhat());
  }

  private String counted(String share) {
    return "%s of %s %s pruned (%s)".formatted(pruned, total, name, share);
  }

  private String ofWhat() {
    return measure.equals(name) ? "" : " of the " + measure;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }
}
