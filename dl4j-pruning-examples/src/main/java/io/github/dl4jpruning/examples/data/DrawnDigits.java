package io.github.dl4jpruning.examples.data;

import java.util.SplittableRandom;

/**
 * Handwritten-looking digits that the program draws itself: the data set that needs no network.
 *
 * <p>Each image is one of two or three ways to write its digit, with every point of the strokes
 * moved a little, then stretched, sheared, rotated, shifted, drawn in some thickness and darkness
 * over scraps of other strokes, and strewn with noise. It is harder for a linear model than MNIST
 * and about as hard for a convolutional network: on {@link #test()}, softmax regression stays below
 * 85 %, and LeNet-5 reaches 97 to 99.5 % after 300 steps of 64.
 *
 * <p>The same count and seed give the same bytes on every machine: only basic arithmetic, {@link
 * StrictMath} and {@link SplittableRandom#nextDouble()} take part. Thread-safe.
 */
public final class DrawnDigits {

  /** Images of {@link #train()}. */
  public static final int TRAIN_COUNT = 10_000;

  /** Images of {@link #test()}. */
  public static final int TEST_COUNT = 2_000;

  /** Seed of {@link #train()}. */
  private static final long TRAIN_SEED = 1;

  /** Seed of {@link #test()}. */
  private static final long TEST_SEED = 2;

  /** How digits are written. The shift decides what a linear model can tell. */
  private static final Pen.Hand HAND =
      new Pen.Hand(14, 21, 0.7, 1.1, 2.75, 0.3, 0.3, 0.035, 0.7, 1.7, 0.7);

  /** Largest change of a pixel by noise, as a fraction of full ink. */
  private static final double NOISE = 0.25;

  /** Most scraps of other strokes in an image. */
  private static final int SCRAPS = 2;

  private final Canvas canvas = new Canvas(ImageShape.DIGITS.side());
  private final Pen pen;

  private DrawnDigits(long seed) {
    pen = new Pen(canvas, new SplittableRandom(seed));
  }

  /**
   * Draws the images to learn from.
   *
   * @return 10,000 images, the same ones each time
   */
  public static ImageSet train() {
    return generate(TRAIN_COUNT, TRAIN_SEED);
  }

  /**
   * Draws the images to judge by.
   *
   * @return 2,000 images, the same ones each time, none of them in {@link #train()}
   */
  public static ImageSet test() {
    return generate(TEST_COUNT, TEST_SEED);
  }

  /**
   * Draws a data set; the digits 0 to 9 take turns.
   *
   * @param count number of images, 1 to 2,739,137; 10,000 take about 0.2 s
   * @param seed any number; a shorter set of the same seed is the start of a longer one
   * @return the images
   * @throws IllegalArgumentException if {@code count} is outside its range
   */
  public static ImageSet generate(int count, long seed) {
    if (count < 1 || count > ImageShape.DIGITS.maxCount()) {
      throw new IllegalArgumentException(
          "generate(count, seed) needs 1 to %d images, got %d"
              .formatted(ImageShape.DIGITS.maxCount(), count));
    }
    byte[] pixels = new byte[count * ImageShape.DIGITS.values()];
    byte[] labels = new byte[count];
    DrawnDigits sheet = new DrawnDigits(seed);
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % ImageSet.CLASSES);
      sheet.draw(labels[i]);
      sheet.canvas.copyTo(
          pixels,
          i * ImageShape.DIGITS.values(),
          sheet.pen.between(0.0, NOISE),
          sheet.pen.random());
    }
    return ImageSet.of(
        "drawn-digits", count + " digits drawn by the program, seed " + seed, pixels, labels);
  }

  private void draw(int digit) {
    canvas.clear();
    for (int i = pen.between(0, SCRAPS + 1); i > 0; i--) {
      pen.scrap();
    }
    pen.write(Glyph.DIGITS.get(digit), HAND);
  }
}
