package io.github.dl4jpruning.mask;

import java.math.BigDecimal;
import java.math.MathContext;

/** Fractions as people read them. */
public final class Percent {
  private Percent() {}

  /**
   * A fraction that somebody chose, without digits that nobody meant.
   *
   * @param fraction such as 0.9
   * @return such as {@code 90 %}, {@code 99.5 %}
   */
  public static String of(double fraction) {
    return new BigDecimal(fraction)
            .movePointRight(2)
            .round(new MathContext(6))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }
}
