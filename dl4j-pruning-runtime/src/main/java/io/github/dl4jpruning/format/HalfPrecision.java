package io.github.dl4jpruning.format;

/**
 * Numbers of 16 bits (IEEE 754 binary16: 11 significant bits, 6e-8 to 65504). Java has no
 * conversion before version 20.
 */
public final class HalfPrecision {
  /** The largest finite number. */
  public static final float MAX = 65504;

  private static final int INFINITY = 0x7C00;
  private static final int NAN = 0x7E00;

  private HalfPrecision() {}

  /**
   * The nearest number of 16 bits, ties to even. What is nearer to 65536 than to 65504 becomes
   * infinity.
   *
   * @param value any
   * @return its bits; NaN becomes the NaN 0x7E00 with its sign
   */
  public static short bitsOf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7FFF_FFFF;
    if (magnitude > 0x7F80_0000) {
      return (short) (sign | NAN);
    }
    if (magnitude >= 0x4780_0000) {
      return (short) (sign | INFINITY);
    }
    if (magnitude < 0x3880_0000) {
      // Below the smallest normal number: multiples of 2^-24.
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
    }
    int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
    return (short) (sign | ((rounded >>> 13) - (112 << 10)));
  }

  /**
   * The number that some bits stand for.
   *
   * @param half 16 bits
   * @return exactly that number
   */
  public static float valueOf(short half) {
    int sign = (half & 0x8000) << 16;
    int magnitude = half & 0x7FFF;
    if (magnitude >= INFINITY) {
      return Float.intBitsToFloat(sign | 0x7F80_0000 | ((magnitude & 0x3FF) << 13));
    }
    if (magnitude < 0x400) {
      float value = magnitude * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | ((magnitude << 13) + (112 << 23)));
  }
}
