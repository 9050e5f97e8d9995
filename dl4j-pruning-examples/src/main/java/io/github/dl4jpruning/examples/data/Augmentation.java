package io.github.dl4jpruning.examples.data;

import java.util.SplittableRandom;

/**
 * Shows each image a little changed in each epoch, as is usual for CIFAR-10: mirrored every other
 * time, and moved, with black where nothing is. What happens to an image depends on seed, epoch and
 * the image's place in its set alone, not on the order of the images or on the minibatch.
 *
 * @param flip whether images are mirrored, left to right, with a chance of one half
 * @param shift most pixels that an image is moved along each axis, at least 0 and at most {@value
 *     #MOST}
 */
public record Augmentation(boolean flip, int shift) {

  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(false, 0);

  private static final int MOST = 8;

  /** Keeps the images of one epoch apart; odd. */
  private static final long IMAGE_STRIDE = 0xD1B54A32D192ED03L;

  /** Checks the range. */
  public Augmentation {
    if (shift < 0 || shift > MOST) {
      throw new IllegalArgumentException(
          "Images are moved by 0 to %s pixels, got %s".formatted(MOST, shift));
    }
  }

  /** What is done to one image: the pixel at (y, x) comes from (y + down, ±x + right). */
  record Change(boolean flipped, int down, int right) {

    static final Change NONE = new Change(false, 0, 0);

    /**
     * Copies an image, changed.
     *
     * @param from unsigned bytes, [channels, side, side]
     * @param start of the image in {@code from}
     * @param to zeros where the image goes; becomes 0 to 1
     * @param offset of the image in {@code to}
     */
    void copy(ImageShape shape, byte[] from, int start, float[] to, int offset) {
      int side = shape.side();
      for (int row = 0; row < shape.channels() * side; row++) {
        int y = row % side + down;
        if (y < 0 || y >= side) {
          continue;
        }
        int source = start + (row + down) * side;
        int target = offset + row * side;
        for (int column = 0; column < side; column++) {
          int x = (flipped ? side - 1 - column : column) + right;
          if (x >= 0 && x < side) {
            to[target + column] = (from[source + x] & 0xff) / 255f;
          }
        }
      }
    }
  }

  /**
   * Decides what is done to an image.
   *
   * @param epoch any number that tells seed and epoch
   * @param image its place in the set
   */
  Change change(long epoch, int image) {
    if (equals(NONE)) {
      return Change.NONE;
    }
    SplittableRandom random = new SplittableRandom(epoch + image * IMAGE_STRIDE);
    boolean flipped = flip && random.nextDouble() < 0.5;
    return new Change(flipped, move(random), move(random));
  }

  private int move(SplittableRandom random) {
    return (int) (random.nextDouble() * (2 * shift + 1)) - shift;
  }
}
