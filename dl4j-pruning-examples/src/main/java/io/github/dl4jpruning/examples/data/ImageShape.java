package io.github.dl4jpruning.examples.data;

/**
 * The size of every image in a set.
 *
 * @param side height and width, in pixels
 * @param channels values of a pixel: 1 for grey; 3 for red, green and blue
 */
public record ImageShape(int side, int channels) {

  /** MNIST's: 28×28, grey. */
  public static final ImageShape DIGITS = new ImageShape(28, 1);

  /** CIFAR-10's: 32×32, in colour. */
  public static final ImageShape COLOUR = new ImageShape(32, 3);

  /**
   * Counts the pixels of one channel.
   *
   * @return side · side
   */
  public int pixels() {
    return side * side;
  }

  /**
   * Counts the values of an image.
   *
   * @return channels · side · side
   */
  public int values() {
    return channels * pixels();
  }

  /** The most images that one array of bytes can hold. */
  int maxCount() {
    return Integer.MAX_VALUE / values();
  }
}
