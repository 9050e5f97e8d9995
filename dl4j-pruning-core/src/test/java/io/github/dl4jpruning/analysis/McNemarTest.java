package io.github.dl4jpruning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
  /** Newcombe 1998, "Two-sided confidence intervals for the single proportion", table 1. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void proportion_published_intervals(int count, int of, double low, double high) {
    Proportion proportion = new Proportion(count, of);

    assertEquals(low, proportion.low(), 5e-5);
    assertEquals(high, proportion.high(), 5e-5);
  }

  @Test
  void proportion_edges_stayBetweenZeroAndOne() {
    assertEquals(1, new Proportion(20, 20).high());
    assertEquals(0.8389, new Proportion(20, 20).low(), 5e-5);
    assertEquals("0.00 % [0.00, 100.00]", new Proportion(0, 0).toString());
    assertEquals("98.52 % [98.26, 98.74]", new Proportion(9852, 10_000).toString());
  }

  @Test
  void proportion_moreThanAll_refused() {
    assertEquals(
        "A proportion counts from 0 to all of its examples, got 3 of 2",
        assertThrows(IllegalArgumentException.class, () -> new Proportion(3, 2)).getMessage());
  }

  /** Fagerland, Lydersen, Laake 2014, the children of its table 1: 1, 1, 7 and 12. */
  @Test
  void test_published_pValueAndInterval() {
    McNemar test = new McNemar(1, 7, 1, 12);

    assertEquals(18 / 256.0, test.pValue(), 1e-12);
    assertEquals(-6 / 21.0, test.difference(), 1e-12);
    assertEquals(-0.508, test.differenceLow(), 5e-4);
    assertEquals(-0.013, test.differenceHigh(), 5e-4);
    assertEquals(new Proportion(8, 21), test.dense());
    assertEquals(new Proportion(2, 21), test.pruned());
  }

  @Test
  void test_nothingDiffers_pIsOne() {
    assertEquals(1, new McNemar(5, 0, 0, 3).pValue());
    assertEquals(1, new McNemar(0, 4, 4, 0).pValue());
    assertEquals(1, new McNemar(0, 0, 0, 0).pValue());
  }

  @Test
  void test_manyExamples_staysExact() {
    McNemar test = new McNemar(9_000_000, 51_000, 50_000, 10);

    // The approximation by χ² with Edwards' correction, at so many.
    assertEquals(0.00166, test.pValue(), 5e-5);
    assertTrue(test.differenceHigh() < 0);
  }

  @Test
  void test_negativeCount_refused() {
    assertEquals(
        "Examples are counted from 0, got 1, -1, 0 and 0",
        assertThrows(IllegalArgumentException.class, () -> new McNemar(1, -1, 0, 0)).getMessage());
  }

  /** R: p.adjust(c(0.03125, 0.0009765625, 1), "holm"). */
  @Test
  void adjusted_holm_raisesByRank() {
    Significance significance =
        new Significance(
            new McNemar(30, 16, 0, 0),
            List.of(new McNemar(10, 6, 0, 0), new McNemar(10, 11, 0, 0), new McNemar(10, 0, 0, 0)));

    assertEquals(List.of(0.0625, 0.0029296875, 1.0), significance.adjusted());
    assertEquals(List.of(1), significance.worse());
  }
}
