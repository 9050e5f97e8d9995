package io.github.dl4jpruning.format;

/** Numbers that are written with 16 bits. */
final class StoredHalf {
  private StoredHalf() {}

  /** Rounds; a finite number that would become infinite is refused. */
  static short of(double value, Stretch stretch, int position) {
    short bits = HalfPrecision.bitsOf((float) value);
    if (Double.isFinite(value) && Float.isInfinite(HalfPrecision.valueOf(bits))) {
      throw new IllegalArgumentException(
          stretch
              + " holds "
              + value
              + " at position "
              + position
              + ", but half precision ends at "
              + HalfPrecision.MAX
              + ". Write it without half precision");
    }
    return bits;
  }

  static float valueOf(short bits) {
    return HalfPrecision.valueOf(bits);
  }
}
