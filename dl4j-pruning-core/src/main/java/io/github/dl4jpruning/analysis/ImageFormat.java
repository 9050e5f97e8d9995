package io.github.dl4jpruning.analysis;

/**
 * What the values of an image mean. Each image is [channels, height, width], row by row; flat (as
 * dense networks take them) or not.
 *
 * @param channels at least 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param min the smallest value, such as 0 for paper
 * @param max the largest value, above {@code min}
 */
public record ImageFormat(int channels, int height, int width, double min, double max) {
  /** Checks the ranges. */
  public ImageFormat {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "An image needs at least 1 channel and 1 × 1 pixels, got %s of %s × %s"
              .formatted(channels, height, width));
    }
    if (!(min < max) || Double.isInfinite(max - min)) {
      throw new IllegalArgumentException(
          "An image's values need a finite range, the smallest below the largest, got %s to %s"
              .formatted(min, max));
    }
  }

  /**
   * Grey images with values from 0 to 1.
   *
   * @param height in pixels, at least 1
   * @param width in pixels, at least 1
   * @return the format
   */
  public static ImageFormat grey(int height, int width) {
    return new ImageFormat(1, height, width, 0, 1);
  }

  /**
   * Pixels of an image.
   *
   * @return height · width
   */
  public int pixels() {
    return height * width;
  }

  /**
   * Values of an image.
   *
   * @return channels · height · width
   */
  public int values() {
    return channels * pixels();
  }
}
