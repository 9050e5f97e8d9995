package io.github.dl4jpruning.examples.data;

import java.util.List;
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

  /** Most pixels that a digit's centre is moved, along each axis. Decides what a line can tell. */
  private static final double SHIFT = 2.75;

  /** Largest rotation, in radians. */
  private static final double TILT = 0.3;

  /** Largest sideways move per pixel of height. */
  private static final double SHEAR = 0.3;

  /** Largest move of a stroke's point along each axis, as a fraction of the digit's size. */
  private static final double JITTER = 0.035;

  /** Smallest and largest height, in pixels. */
  private static final double MIN_HEIGHT = 14;

  private static final double MAX_HEIGHT = 21;

  /** Largest change of a pixel by noise, as a fraction of full ink. */
  private static final double NOISE = 0.25;

  /** Most scraps of other strokes in an image. */
  private static final int SCRAPS = 2;

  private final SplittableRandom random;
  private final Canvas canvas = new Canvas();

  private DrawnDigits(long seed) {
    random = new SplittableRandom(seed);
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
    if (count < 1 || count > ImageSet.MAX_COUNT) {
      throw new IllegalArgumentException(
          "generate(count, seed) needs 1 to %d images, got %d"
              .formatted(ImageSet.MAX_COUNT, count));
    }
    byte[] pixels = new byte[count * ImageSet.PIXELS];
    byte[] labels = new byte[count];
    DrawnDigits pen = new DrawnDigits(seed);
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % ImageSet.CLASSES);
      pen.draw(labels[i]);
      pen.canvas.copyTo(pixels, i * ImageSet.PIXELS, pen.between(0, NOISE), pen.random);
    }
    return ImageSet.of(
        "drawn-digits", count + " digits drawn by the program, seed " + seed, pixels, labels);
  }

  private void draw(int digit) {
    canvas.clear();
    for (int i = between(0, SCRAPS + 1); i > 0; i--) {
      scrap();
    }
    List<Glyph> ways = Glyph.DIGITS.get(digit);
    Glyph glyph = ways.get(between(0, ways.size()));
    double height = between(MIN_HEIGHT, MAX_HEIGHT);
    double width = height * between(0.7, 1.1);
    double shear = between(-SHEAR, SHEAR);
    double tilt = between(-TILT, TILT);
    double cos = StrictMath.cos(tilt);
    double sin = StrictMath.sin(tilt);
    double middle = (ImageSet.SIDE - 1) / 2.0;
    double shiftX = middle + between(-SHIFT, SHIFT);
    double shiftY = middle + between(-SHIFT, SHIFT);
    double radius = between(0.7, 1.7);
    double darkness = between(0.7, 1.0);
    for (Glyph.Stroke stroke : glyph.strokes()) {
      double[] xs = new double[stroke.size()];
      double[] ys = new double[stroke.size()];
      for (int i = 0; i < xs.length; i++) {
        double v = height * (stroke.y(i) - 0.5 + between(-JITTER, JITTER));
        double u = width * (stroke.x(i) - 0.5 + between(-JITTER, JITTER)) - shear * v;
        xs[i] = shiftX + cos * u - sin * v;
        ys[i] = shiftY + sin * u + cos * v;
      }
      double[] fineX = Glyph.polyline(stroke.curved(), xs);
      double[] fineY = Glyph.polyline(stroke.curved(), ys);
      for (int i = 1; i < fineX.length; i++) {
        canvas.segment(fineX[i - 1], fineY[i - 1], fineX[i], fineY[i], radius, darkness);
      }
    }
  }

  private void scrap() {
    double x = between(0.0, ImageSet.SIDE);
    double y = between(0.0, ImageSet.SIDE);
    double dx = between(-5.0, 5.0);
    double dy = between(-5.0, 5.0);
    canvas.segment(x, y, x + dx, y + dy, between(0.4, 1.0), between(0.2, 0.7));
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private int between(int low, int high) {
    return low + (int) ((high - low) * random.nextDouble());
  }
}
