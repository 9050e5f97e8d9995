package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoundingTest {
  // In binary, 0.285 · 100 is 28.499…: only decimal arithmetic sees the half.
  @ParameterizedTest
  @CsvSource({
    "100, 0.285, 71",
    "100, 0.284, 72",
    "100, 0.2849999, 72",
    "100, 0.575, 42",
    "1000, 0.0005, 999",
    "1000, 0.00049, 1000",
    "10, 0.25, 7",
    "10, 0.35, 6",
    "3, 0.5, 1",
    "1, 0.5, 0",
    "1, 0.49, 1",
    "10, 0, 10",
    "266610, 0.98, 5332",
    "2147483647, 0.9, 214748365",
    "10, 0.9999999999999999, 0",
    "10, 4.9E-324, 10",
    "1000000, 1.0E-6, 999999"
  })
  void kept_sparsity_halfOfWhatIsRemovedRoundsUp(long n, double sparsity, long kept) {
    assertEquals(kept, Rounding.kept(n, sparsity));
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void kept_randomThousandths_asInIntegers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      long n = random.nextLong(1, i % 2 == 0 ? 50 : 5_000_000);
      int thousandths = random.nextInt(1_000);

      assertEquals(n - (thousandths * n + 500) / 1_000, Rounding.kept(n, thousandths / 1_000.0));
    }
  }
}
