package io.github.dl4jpruning.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {
  @Test
  void bitsOf_everyHalf_comesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfPrecision.valueOf((short) bits);
      int expected = Float.isNaN(value) ? (bits & 0x8000) | 0x7E00 : bits;
      assertEquals((short) expected, HalfPrecision.bitsOf(value), Integer.toHexString(bits));
    }
  }

  /** Halfway between two neighbours goes to the even one, all else to the nearer. */
  @Test
  void bitsOf_betweenNeighbours_nearest() {
    for (int bits = 0; bits < 0x7BFF; bits++) {
      float low = HalfPrecision.valueOf((short) bits);
      float high = HalfPrecision.valueOf((short) (bits + 1));
      float middle = low + (high - low) / 2;
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertEquals((short) even, HalfPrecision.bitsOf(middle));
      assertEquals((short) bits, HalfPrecision.bitsOf(Math.nextDown(middle)));
      assertEquals((short) (bits + 1), HalfPrecision.bitsOf(Math.nextUp(middle)));
      assertEquals((short) (even | 0x8000), HalfPrecision.bitsOf(-middle));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3C00",
    "-2, C000",
    "65504, 7BFF",
    "65519.996, 7BFF",
    "65520, 7C00",
    "1e30, 7C00",
    "-Infinity, FC00",
    "NaN, 7E00",
    "1e-30, 0",
    "-0.0, 8000"
  })
  void bitsOf_literal_literal(float value, String bits) {
    assertEquals(
        bits,
        Integer.toHexString(HalfPrecision.bitsOf(value) & 0xFFFF)
            .toUpperCase(java.util.Locale.ROOT));
  }
}
