package io.github.dl4jpruning.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianIntervalTest {
  @Test
  void ratios_twoSeries_dividesPairByPair() {
    assertArrayEquals(
        new double[] {1.5, 0.5, 1.0},
        MedianInterval.ratios(new double[] {3, 2, 7}, new double[] {2, 4, 7}));
  }

  /** Ranks as tables of the sign test have them. */
  @ParameterizedTest
  @CsvSource({"6,1", "8,1", "9,2", "10,2", "15,4", "20,6", "25,8", "50,18", "100,40", "3000,1446"})
  void lowerRank_tabulatedSizes_isTheTablesRank(int n, int rank) {
    assertEquals(rank, MedianInterval.lowerRank(n));
  }

  @Test
  void of_tenValues_takesSecondAndNinth() {
    assertEquals(
        new MedianInterval(5.5, 2, 9),
        MedianInterval.of(new double[] {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}));
  }

  @Test
  void of_nineValues_takesSecondAndEighth() {
    assertEquals(
        new MedianInterval(5, 2, 8), MedianInterval.of(new double[] {9, 1, 7, 6, 5, 4, 3, 2, 8}));
  }

  @Test
  void of_givenArray_leavesItUnsorted() {
    double[] values = {6, 5, 4, 3, 2, 1};
    MedianInterval.of(values);
    assertArrayEquals(new double[] {6, 5, 4, 3, 2, 1}, values);
  }

  @Test
  void of_fiveValues_saysHowManyItNeeds() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> MedianInterval.of(new double[] {1, 2, 3, 4, 5}));
    assertEquals(
        "A 95 % interval of the median needs at least 6 values, got 5", error.getMessage());
  }

  @Test
  void added_ratiosAroundOne_printsPercentages() {
    assertEquals("+0.31 % [-0.12, +1.50]", new MedianInterval(1.0031, 0.9988, 1.015).added());
  }
}
