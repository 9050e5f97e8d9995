package io.github.dl4jpruning.select;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** From fractions to whole weights. */
final class Rounding {
  private Rounding() {}

  /**
   * How many of n weights a sparsity keeps: n − round(s·n), half away from zero, in decimal
   * arithmetic, so that 0.285 of 100 is 28.5 and rounds to 29.
   */
  static long kept(long n, double sparsity) {
    BigDecimal removed = BigDecimal.valueOf(sparsity).multiply(BigDecimal.valueOf(n));
    return n - removed.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
