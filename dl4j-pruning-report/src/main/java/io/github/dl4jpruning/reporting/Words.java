package io.github.dl4jpruning.reporting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people. */
final class Words {
  private static final MathContext DIGITS = new MathContext(5);

  private Words() {}

  /** For example {@code 92.00 %} for 0.92. */
  static String percent(double fraction) {
    return Double.isFinite(fraction)
        ? String.format(Locale.ROOT, "%.2f %%", 100 * fraction)
        : String.valueOf(fraction);
  }

  /** For example {@code 266,610}. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** With a capital and a full stop. */
  static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  /** A table's value: whole numbers with all digits, others with five. */
  static String of(Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return count(((Number) value).longValue());
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      BigDecimal rounded = BigDecimal.valueOf(number).round(DIGITS);
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }
}
