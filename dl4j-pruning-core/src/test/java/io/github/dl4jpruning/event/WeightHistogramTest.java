package io.github.dl4jpruning.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeightHistogramTest {
  @Test
  void of_values_lowerEndsOfBinsIncluded() {
    WeightHistogram histogram = WeightHistogram.of(-0.5f, -0.499f, 0, 0.0077f, 0.0079f, 0.7f);

    assertEquals(1, histogram.reach());
    assertEquals(Map.of(64, 2L, 128, 2L, 129, 1L, 217, 1L), filled(histogram));
    assertEquals(6, histogram.total());
  }

  @Test
  void of_powersOfTwo_areBelowTheReach() {
    assertEquals(4, WeightHistogram.of(2, -2).reach());
    assertEquals(Map.of(64, 1L, 192, 1L), filled(WeightHistogram.of(2, -2)));
    assertEquals(0x1p-126, WeightHistogram.of(0x1p-127f).reach());
  }

  @Test
  void of_nothingFinite_countsIt() {
    WeightHistogram histogram = WeightHistogram.of(Float.NaN, Float.NEGATIVE_INFINITY);

    assertEquals(1, histogram.reach());
    assertEquals(0, histogram.total());
    assertEquals(2, histogram.notFinite());
    assertEquals(0, WeightHistogram.of().total());
  }

  @Test
  void withReach_wider_equalsThatOfTheValues() {
    WeightHistogram wide = WeightHistogram.of(-0.3f, -0.001f, 0.001f, 0.2f, 3);
    WeightHistogram narrow = WeightHistogram.of(-0.3f, -0.001f, 0.001f, 0.2f).withReach(4);
    Map<Integer, Long> merged = filled(narrow);
    merged.merge(128 + 96, 1L, Long::sum);

    assertEquals(filled(wide), merged);
    assertEquals(Map.of(127, 2L, 128, 2L), filled(narrow.withReach(1024)));
  }

  @Test
  void withReach_narrower_throws() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> WeightHistogram.of(0.6f).withReach(0.5));

    assertEquals("A histogram of reach 1.0 has no bins for a reach of 0.5", e.getMessage());
  }

  @Test
  void new_wrongShape_throws() {
    assertEquals(
        "A histogram has 256 bins, got 1",
        assertThrows(IllegalArgumentException.class, () -> new WeightHistogram(1, List.of(1L), 0))
            .getMessage());
    List<Long> counts = WeightHistogram.of().counts();
    assertEquals(
        "A reach is a power of two, got 0.3",
        assertThrows(IllegalArgumentException.class, () -> new WeightHistogram(0.3, counts, 0))
            .getMessage());
  }

  private static Map<Integer, Long> filled(WeightHistogram histogram) {
    Map<Integer, Long> filled = new TreeMap<>();
    for (int i = 0; i < WeightHistogram.BINS; i++) {
      if (histogram.counts().get(i) > 0) {
        filled.put(i, histogram.counts().get(i));
      }
    }
    return filled;
  }
}
