package io.github.dl4jpruning.compact;

import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far the outputs of two networks are apart.
 *
 * @param largest the largest absolute difference of two output values; 0 if nothing was compared
 * @param scale the largest absolute output value, at least 1
 * @param tolerance the difference that is allowed, as a part of {@code scale}
 * @param examples how many examples were compared; 0 if the comparison was left out
 * @param precision the data type in which both networks computed
 */
public record Difference(
    double largest, double scale, double tolerance, int examples, DataType precision) {
  /**
   * Whether the difference is rounding only.
   *
   * @return true if {@code largest} is at most {@code tolerance · scale}; never for NaN
   */
  public boolean isWithinTolerance() {
    return largest <= tolerance * scale;
  }

  private static final double MOST = 1e-3;

  /** With what rounding was measured to do, if that is more than what is allowed anyway. */
  Difference withTolerance(double measured) {
    double allowed = Math.max(tolerance, Math.min(MOST, measured));
    return new Difference(largest, scale, allowed, examples, precision);
  }

  /** The largest absolute difference of two arrays of one shape; NaN if there is a NaN. */
  static double largest(INDArray a, INDArray b) {
    double[] values = a.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    double[] others = b.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    double largest = 0;
    for (int v = 0; v < values.length; v++) {
      // Math.max keeps NaN, ND4J's own maximum passes it over.
      largest = Math.max(largest, Math.abs(values[v] - others[v]));
    }
    return largest;
  }

  /** For example {@code largest difference 1.2e-07 on 8 examples (allowed in FLOAT: 1.0e-04)}. */
  @Override
  public String toString() {
    return examples == 0
        ? "not compared"
        : String.format(
            Locale.ROOT,
            "largest difference %.1e on %d examples (allowed in %s: %.1e)",
            largest,
            examples,
            precision,
            tolerance * scale);
  }
}
