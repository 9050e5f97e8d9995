package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CanvasTest {

  private final Canvas canvas = new Canvas(ImageShape.DIGITS.side());

  @Test
  void segment_horizontal_fillsItsRowAndHalfCoversItsEdges() {
    canvas.segment(10, 5, 12, 5, 1.0, 1.0);
    assertEquals("0 128 255 255 255 128 0", row(5, 8, 15));
    assertEquals("0 22 128 128 128 22 0", row(4, 8, 15));
    assertEquals("0 0 0 0 0 0 0", row(3, 8, 15));
  }

  @Test
  void segment_point_isARoundDot() {
    canvas.segment(3, 3, 3, 3, 0.5, 0.6);
    assertEquals("0 0 0 153 0 0", row(3, 0, 6));
    assertEquals("0 0 0 0 0 0", row(2, 0, 6));
  }

  @Test
  void segment_crossing_keepsTheDarker() {
    canvas.segment(5, 5, 9, 5, 0.5, 0.4);
    canvas.segment(7, 3, 7, 7, 0.5, 0.8);
    assertEquals("102 102 204 102 102", row(5, 5, 10));
  }

  @Test
  void segment_partlyOrWhollyOutside_isCutOff() {
    canvas.segment(-50, -50, -40, -45, 2, 1);
    canvas.segment(40, 40, 60, 90, 2, 1);
    assertArrayEquals(new byte[ImageShape.DIGITS.values()], copy(0));
    canvas.segment(-9, 0, 40, 0, 0.5, 1);
    assertEquals("255 255 255", row(0, 25, 28));
    assertEquals("255 255 255", row(0, 0, 3));
  }

  @Test
  void clear_afterDrawing_isBlank() {
    canvas.segment(0, 0, 27, 27, 2, 1);
    canvas.clear();
    assertArrayEquals(new byte[ImageShape.DIGITS.values()], copy(0));
  }

  @Test
  void copyTo_withNoise_staysInRange() {
    canvas.segment(0, 0, 27, 0, 1, 1);
    byte[] noisy = copy(0.25);
    assertFalse(Arrays.equals(copy(0), noisy));
    for (int i = 28 * 3; i < noisy.length; i++) {
      int value = noisy[i] & 0xff;
      assertTrue(value <= 64, () -> "noise " + value);
    }
  }

  private byte[] copy(double noise) {
    byte[] pixels = new byte[ImageShape.DIGITS.values()];
    canvas.copyTo(pixels, 0, noise, new SplittableRandom(1));
    return pixels;
  }

  private String row(int y, int from, int to) {
    byte[] pixels = copy(0);
    StringBuilder text = new StringBuilder();
    for (int x = from; x < to; x++) {
      text.append(x > from ? " " : "").append(pixels[y * ImageShape.DIGITS.side() + x] & 0xff);
    }
    return text.toString();
  }
}
