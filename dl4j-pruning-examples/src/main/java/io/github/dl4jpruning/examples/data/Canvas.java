package io.github.dl4jpruning.examples.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A square sheet of pixels that strokes are drawn on. A pixel's ink is how much of a line's width
 * covers its centre, from the distance to the nearest segment, with a ramp of one pixel at the
 * line's edge; where strokes cross, the darker counts. Costs the pixels near each segment. Needs no
 * AWT and no fonts. Not thread-safe.
 */
final class Canvas {

  private final int side;
  private final double[] ink;

  /**
   * Makes a blank sheet.
   *
   * @param side height and width in pixels, at least 1
   */
  Canvas(int side) {
    this.side = side;
    this.ink = new double[side * side];
  }

  int side() {
    return side;
  }

  /** Returns the ink of a pixel, counted row by row; 0 to 1. */
  double ink(int pixel) {
    return ink[pixel];
  }

  void clear() {
    Arrays.fill(ink, 0);
  }

  /**
   * Draws one segment with round ends.
   *
   * @param x0 start, in pixels; the centre of the left column is 0
   * @param y0 start, in pixels; the centre of the top row is 0
   * @param x1 end
   * @param y1 end
   * @param radius half of the line's width, in pixels, above 0
   * @param darkness ink at the line's centre, 0 to 1, both included
   */
  void segment(double x0, double y0, double x1, double y1, double radius, double darkness) {
    double reach = radius + 0.5;
    int left = column(Math.min(x0, x1) - reach, true);
    int right = column(Math.max(x0, x1) + reach, false);
    int top = column(Math.min(y0, y1) - reach, true);
    int bottom = column(Math.max(y0, y1) + reach, false);
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length2 = dx * dx + dy * dy;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double along = length2 == 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / length2;
        double t = clamp(along);
        double offX = x - x0 - t * dx;
        double offY = y - y0 - t * dy;
        double cover = clamp(reach - Math.sqrt(offX * offX + offY * offY));
        int pixel = y * side + x;
        ink[pixel] = Math.max(ink[pixel], darkness * cover);
      }
    }
  }

  /**
   * Copies the sheet out with noise on each pixel.
   *
   * @param noise the largest change of a pixel by noise, 0 to 1; noise is the mean of two uniform
   *     numbers, 0 on average
   * @param random the source of the noise
   * @param pixels where the image goes, 0 to 255 as unsigned bytes
   * @param offset index of the image's first pixel in {@code pixels}
   */
  void copyTo(byte[] pixels, int offset, double noise, SplittableRandom random) {
    for (int i = 0; i < ink.length; i++) {
      double speck = noise * (random.nextDouble() + random.nextDouble() - 1);
      pixels[offset + i] = (byte) (int) (clamp(ink[i] + speck) * 255 + 0.5);
    }
  }

  private int column(double position, boolean up) {
    double whole = up ? Math.ceil(position) : Math.floor(position);
    return (int) Math.max(up ? 0 : -1, Math.min(up ? side : side - 1, whole));
  }

  private static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
