package io.github.dl4jpruning.analysis;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What disturbs an image, at one strength. Yours in a lambda. */
@FunctionalInterface
public interface Noise {
  /**
   * Disturbs an image in place. Two calls with the same image and the same state of the generator
   * do the same.
   *
   * @param image [channels, height, width], row by row; values from {@code format.min()} to {@code
   *     format.max()}, also afterwards
   * @param format its shape and range
   * @param random of this image alone
   */
  void disturb(double[] image, ImageFormat format, RandomGenerator random);

  /**
   * Adds a normally distributed number to each value, and cuts off what leaves the range.
   *
   * @param deviation standard deviation, as a fraction of the range, at least 0
   */
  record Gaussian(double deviation) implements Noise {
    /** Checks the range. */
    public Gaussian {
      if (!(deviation >= 0) || Double.isInfinite(deviation)) {
        throw new IllegalArgumentException(
            "The standard deviation must be at least 0 and finite, got " + deviation);
      }
    }

    @Override
    public void disturb(double[] image, ImageFormat format, RandomGenerator random) {
      double scale = deviation * (format.max() - format.min());
      for (int i = 0; i < image.length; i++) {
        double value = image[i] + scale * random.nextGaussian();
        image[i] = Math.min(format.max(), Math.max(format.min(), value));
      }
    }
  }

  /**
   * Sets a share of the pixels, in all channels, to the smallest or the largest value.
   *
   * @param share 0 to 1; of n pixels exactly round(share·n), of which half become the largest value
   *     (of an odd number, the larger half the smallest)
   */
  record SaltAndPepper(double share) implements Noise {
    /** Checks the range. */
    public SaltAndPepper {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("The share of pixels must be 0 to 1, got " + share);
      }
    }

    @Override
    public void disturb(double[] image, ImageFormat format, RandomGenerator random) {
      int pixels = format.pixels();
      int[] order = new int[pixels];
      Arrays.setAll(order, i -> i);
      int count = (int) Math.round(share * pixels);
      for (int i = 0; i < count; i++) {
        int other = random.nextInt(i, pixels);
        int pixel = order[other];
        order[other] = order[i];
        order[i] = pixel;
        for (int c = 0; c < format.channels(); c++) {
          image[c * pixels + pixel] = i < count / 2 ? format.max() : format.min();
        }
      }
    }
  }

  /**
   * Covers a square at a random place with the smallest value.
   *
   * @param side in pixels, at least 0, at most the image's
   */
  record Occlusion(int side) implements Noise {
    /** Checks the range. */
    public Occlusion {
      if (side < 0) {
        throw new IllegalArgumentException("The square's side must be at least 0, got " + side);
      }
    }

    @Override
    public void disturb(double[] image, ImageFormat format, RandomGenerator random) {
      if (side > Math.min(format.height(), format.width())) {
        throw new IllegalArgumentException(
            "A square of %s × %s pixels does not fit an image of %s × %s"
                .formatted(side, side, format.height(), format.width()));
      }
      int top = random.nextInt(format.height() - side + 1);
      int left = random.nextInt(format.width() - side + 1);
      for (int row = 0; row < format.channels() * format.height(); row++) {
        int y = row % format.height();
        if (y >= top && y < top + side) {
          int start = row * format.width() + left;
          Arrays.fill(image, start, start + side, format.min());
        }
      }
    }
  }

  /**
   * Moves the image up, down, left or right; what comes in has the smallest value.
   *
   * @param pixels how far, at least 0
   */
  record Shift(int pixels) implements Noise {
    private static final int DIRECTIONS = 4;

    /** Checks the range. */
    public Shift {
      if (pixels < 0) {
        throw new IllegalArgumentException("The shift must be at least 0, got " + pixels);
      }
    }

    @Override
    public void disturb(double[] image, ImageFormat format, RandomGenerator random) {
      int direction = random.nextInt(DIRECTIONS);
      int far = direction < 2 ? pixels : -pixels;
      int down = direction % 2 == 0 ? far : 0;
      int right = far - down;
      double[] before = image.clone();
      for (int i = 0; i < image.length; i++) {
        int x = i % format.width() - right;
        int y = i / format.width() % format.height() - down;
        boolean inside = x >= 0 && x < format.width() && y >= 0 && y < format.height();
        image[i] = inside ? before[i - down * format.width() - right] : format.min();
      }
    }
  }

  /**
   * See {@link Gaussian}.
   *
   * @param deviation at least 0
   * @return the noise
   * @throws IllegalArgumentException if it is out of range
   */
  static Noise gaussian(double deviation) {
    return new Gaussian(deviation);
  }

  /**
   * See {@link SaltAndPepper}.
   *
   * @param share 0 to 1
   * @return the noise
   * @throws IllegalArgumentException if it is out of range
   */
  static Noise saltAndPepper(double share) {
    return new SaltAndPepper(share);
  }

  /**
   * See {@link Occlusion}.
   *
   * @param side in pixels, at least 0
   * @return the noise
   * @throws IllegalArgumentException if it is out of range
   */
  static Noise occlusion(int side) {
    return new Occlusion(side);
  }

  /**
   * See {@link Shift}.
   *
   * @param pixels at least 0
   * @return the noise
   * @throws IllegalArgumentException if it is out of range
   */
  static Noise shift(int pixels) {
    return new Shift(pixels);
  }
}
