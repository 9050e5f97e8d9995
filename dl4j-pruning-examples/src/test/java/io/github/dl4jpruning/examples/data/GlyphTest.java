package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlyphTest {

  @Test
  void digits_all_haveTwoWaysOrMoreWithinTheBox() {
    assertEquals(10, Glyph.DIGITS.size());
    for (List<Glyph> ways : Glyph.DIGITS) {
      assertTrue(ways.size() >= 2);
      for (Glyph way : ways) {
        for (Glyph.Stroke stroke : way.strokes()) {
          assertTrue(stroke.size() >= 2);
          assertEquals(2 * stroke.size(), stroke.points().size());
          assertTrue(stroke.points().stream().allMatch(p -> p > 0 && p < 1));
        }
      }
    }
  }

  @Test
  void polyline_straight_isThePoints() {
    assertArrayEquals(new double[] {1, 5, 2}, Glyph.polyline(false, new double[] {1, 5, 2}));
  }

  @Test
  void polyline_curvedThroughEvenPoints_bendsAtTheEndsOnly() {
    double[] fine = Glyph.polyline(true, new double[] {0, 4, 8, 12});
    assertEquals(13, fine.length);
    assertArrayEquals(new double[] {4, 5, 6, 7, 8}, Arrays.copyOfRange(fine, 4, 9));
    assertEquals(0, fine[0]);
    assertEquals(12, fine[12]);
  }

  @Test
  void polyline_curvedPeak_passesThePointsAndIsSymmetric() {
    double[] fine = Glyph.polyline(true, new double[] {0, 1, 0});
    assertArrayEquals(
        new double[] {0, 0.2265625, 0.5625, 0.8671875, 1, 0.8671875, 0.5625, 0.2265625, 0}, fine);
  }
}
