package io.github.dl4jpruning.reporting;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jsoup.nodes.Element;

/** A picture of squares in one colour, more or less transparent: readable on any paper. */
final class Pixels {
  private static final int COLOR = 0x3b82f6;
  private static final double FAINTEST = 0.12;

  /** Squares are at most so wide in the drawing. */
  private static final double LARGEST_SQUARE = 10;

  private final BufferedImage image;

  /** All is transparent at first. */
  Pixels(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
  }

  /**
   * Sets one square.
   *
   * @param strength 0 to 1; 0 is faint, but to be seen
   */
  void set(int x, int y, double strength) {
    int alpha = (int) Math.round(255 * (FAINTEST + (1 - FAINTEST) * strength));
    image.setRGB(x, y, alpha << 24 | COLOR);
  }

  String svg(String title) {
    double scale = Math.min(LARGEST_SQUARE, (double) ChartStyle.WIDTH / image.getWidth());
    int height = (int) Math.ceil(scale * image.getHeight());
    Element svg = Drawing.sheet(ChartStyle.WIDTH, height, title);
    svg.appendElement("image")
        .attr("width", tenths(scale * image.getWidth()))
        .attr("height", tenths(scale * image.getHeight()))
        .attr("preserveAspectRatio", "none")
        .attr("style", "image-rendering:pixelated")
        .attr("href", "data:image/png;base64," + Base64.getEncoder().encodeToString(png()));
    return Drawing.text(svg);
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  int width() {
    return image.getWidth();
  }

  int height() {
    return image.getHeight();
  }

  /** As a picture file, a pixel for each square. */
  byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }
}
