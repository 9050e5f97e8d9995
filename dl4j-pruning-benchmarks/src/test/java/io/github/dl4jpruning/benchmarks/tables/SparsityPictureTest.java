package io.github.dl4jpruning.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SparsityPictureTest {
  @Test
  void lines_meansOfSeedsBetweenTheDenseBand() {
    Map<String, List<double[]>> lines =
        SparsityPicture.lines(
            List.of(
                TableSummaryTest.run(1, 0.99, 0.03),
                TableSummaryTest.run(1, 0.98, 0.02),
                TableSummaryTest.run(2, 0.98, 0.04),
                TableSummaryTest.run(1, null, 0.01),
                TableSummaryTest.run(2, null, 0.03)));

    assertEquals(
        Set.of("dense, mean + s.d.", "dense, mean − s.d.", "prune global magnitude"),
        lines.keySet());
    assertPoints(lines.get("prune global magnitude"), 98, 3, 99, 3);
    assertPoints(lines.get("dense, mean + s.d."), 98, 2 + Math.sqrt(2), 99, 2 + Math.sqrt(2));
    assertPoints(lines.get("dense, mean − s.d."), 98, 2 - Math.sqrt(2), 99, 2 - Math.sqrt(2));
  }

  private static void assertPoints(List<double[]> points, double... expected) {
    assertArrayEquals(expected, points.stream().flatMapToDouble(Arrays::stream).toArray(), 1e-9);
  }
}
