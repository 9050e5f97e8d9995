package io.github.dl4jpruning.cli.console;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Numbers as people read them. */
public final class Figures {
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

  private Figures() {}

  /** For example {@code 431,080}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The same, or a hyphen. */
  public static String count(OptionalLong number) {
    return number.isPresent() ? count(number.getAsLong()) : "-";
  }

  /** For example {@code 1.6 MB}; units are powers of 1000. */
  public static String bytes(long bytes) {
    double value = (double) bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.3g %s", value, UNITS.get(unit));
  }

  /** A fraction, for example {@code 90.00 %}. */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  /** With one digit behind the point, for tables; for example {@code 97.3}. */
  public static String short1(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** With three digits that count; for example {@code 0.0123}. */
  public static String short3(double number) {
    return new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** For example {@code 20x1x5x5}. */
  public static String shape(List<Long> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** How many times smaller, for example {@code 2.21x}. */
  public static String times(double before, double after) {
    return String.format(Locale.ROOT, "%.2fx", before / after);
  }

  /** The same of counts. */
  public static String smaller(long before, long after) {
    return times((double) before, (double) after);
  }
}
