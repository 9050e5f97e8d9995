package io.github.dl4jpruning.examples.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Grey images of 28×28 pixels in ten classes, with their labels: MNIST, or anything of its shape.
 *
 * <p>Held as one byte per pixel (60,000 images take 47 MB) and widened to floats one minibatch at a
 * time; parts made by {@link #first} and {@link #split} share those bytes. Immutable, thread-safe.
 */
public final class ImageSet {

  /** Height and width of an image, in pixels. */
  public static final int SIDE = 28;

  /** Pixels of an image. */
  public static final int PIXELS = SIDE * SIDE;

  /** Number of classes. */
  public static final int CLASSES = 10;

  /** The most images that one array of bytes can hold. */
  static final int MAX_COUNT = Integer.MAX_VALUE / PIXELS;

  private static final List<String> CLASS_NAMES =
      IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();

  private final String name;
  private final String description;
  private final byte[] pixels;
  private final byte[] labels;
  private final int[] rows;

  private ImageSet(String name, String description, byte[] pixels, byte[] labels, int[] rows) {
    this.name = Objects.requireNonNull(name, "name");
    this.description = Objects.requireNonNull(description, "description");
    this.pixels = pixels;
    this.labels = labels;
    this.rows = rows;
  }

  /**
   * Takes over the arrays, without a copy.
   *
   * @param name short name, such as {@code mnist}
   * @param description what it is and where it came from, for people
   * @param pixels unsigned bytes 0 (paper) to 255 (ink), [n, 28, 28] row by row
   * @param labels classes 0 to 9, [n]
   */
  static ImageSet of(String name, String description, byte[] pixels, byte[] labels) {
    if (labels.length == 0) {
      throw new IllegalArgumentException(
          "An image set needs at least 1 image, got 0 (" + name + ")");
    }
    if (pixels.length != labels.length * PIXELS) {
      throw new IllegalArgumentException(
          "An image set needs 784 pixels per label, got %d pixels for %d labels (%s)"
              .formatted(pixels.length, labels.length, name));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= CLASSES) {
        throw new IllegalArgumentException(
            "Labels must be 0 to 9, got %d for image %d (%s)".formatted(labels[i] & 0xff, i, name));
      }
    }
    return new ImageSet(
        name, description, pixels, labels, IntStream.range(0, labels.length).toArray());
  }

  /**
   * Returns the short name.
   *
   * @return the data set's name, such as {@code mnist} or {@code drawn-digits}
   */
  public String name() {
    return name;
  }

  /**
   * Says what this is.
   *
   * @return what the images are and where they came from, in words
   */
  public String description() {
    return description;
  }

  /**
   * Returns the names of the classes.
   *
   * @return ten names; the index is the label
   */
  public List<String> classNames() {
    return CLASS_NAMES;
  }

  /**
   * Counts the images.
   *
   * @return number of images, at least 1
   */
  public int count() {
    return rows.length;
  }

  /**
   * Returns the class of one image.
   *
   * @param index 0 to {@link #count()} − 1
   * @return 0 to 9
   */
  public int label(int index) {
    return labels[rows[index]];
  }

  /**
   * Returns one image.
   *
   * @param index 0 to {@link #count()} − 1
   * @return a new array [784], row by row, each 0 (paper) to 1 (ink), both included
   */
  public float[] image(int index) {
    float[] image = new float[PIXELS];
    copyImage(index, image, 0);
    return image;
  }

  /**
   * Keeps the first images.
   *
   * @param count how many, 1 to {@link #count()}
   * @return the first {@code count} images of this set
   */
  public ImageSet first(int count) {
    if (count < 1 || count > rows.length) {
      throw new IllegalArgumentException(
          "first(count) needs 1 to %d images, got %d (%s)".formatted(rows.length, count, name));
    }
    return part(0, count, description, rows);
  }

  /**
   * Sets images aside at random.
   *
   * @param validation how many to set aside, 1 to {@link #count()} − 1
   * @param seed chooses which
   * @return both parts; together they hold each image of this set once
   */
  public Split split(int validation, long seed) {
    if (validation < 1 || validation >= rows.length) {
      throw new IllegalArgumentException(
          "split(validation, seed) needs 1 to %d images for validation, got %d (%s)"
              .formatted(rows.length - 1, validation, name));
    }
    int[] order = rows.clone();
    shuffle(order, new SplittableRandom(seed));
    int train = rows.length - validation;
    return new Split(
        part(0, train, description + "; training part", order),
        part(train, rows.length, description + "; validation part", order));
  }

  /**
   * Makes an iterator for training. Each epoch shows every image once, in an order that depends on
   * nothing but the seed and the epoch's number; the last minibatch may be smaller.
   *
   * @param batch images per minibatch, at least 1
   * @param seed chooses the orders
   * @return an iterator over features [batch, 784] in [0, 1] and one-hot labels [batch, 10], float;
   *     {@code reset()} starts the next epoch, unless nothing was read since the last one. Not
   *     thread-safe
   */
  public DataSetIterator iterator(int batch, long seed) {
    return Minibatches.shuffled(this, batch, seed);
  }

  /**
   * Makes an iterator for evaluation: as {@link #iterator(int, long)}, always in this set's order.
   *
   * @param batch images per minibatch, at least 1
   * @return an iterator; not thread-safe
   */
  public DataSetIterator sequential(int batch) {
    return Minibatches.sequential(this, batch);
  }

  /** Returns new arrays with the images {@code order[from]} to {@code order[to - 1]}. */
  DataSet minibatch(int[] order, int from, int to) {
    int size = to - from;
    float[] features = new float[size * PIXELS];
    float[] oneHot = new float[size * CLASSES];
    for (int i = 0; i < size; i++) {
      copyImage(order[from + i], features, i * PIXELS);
      oneHot[i * CLASSES + label(order[from + i])] = 1;
    }
    INDArray x = Nd4j.createFromArray(features).reshape('c', size, PIXELS);
    return new DataSet(x, Nd4j.createFromArray(oneHot).reshape('c', size, CLASSES));
  }

  /** Shuffles in place (Fisher and Yates, in Durstenfeld's form). */
  static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = (int) (random.nextDouble() * (i + 1));
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }

  private void copyImage(int index, float[] target, int offset) {
    int start = rows[index] * PIXELS;
    for (int i = 0; i < PIXELS; i++) {
      target[offset + i] = (pixels[start + i] & 0xff) / 255f;
    }
  }

  private ImageSet part(int from, int to, String what, int[] order) {
    int[] kept = Arrays.copyOfRange(order, from, to);
    return new ImageSet(name, what, pixels, labels, kept);
  }

  /**
   * Two parts of one set.
   *
   * @param train the larger part, to learn from
   * @param validation the part set aside
   */
  public record Split(ImageSet train, ImageSet validation) {

    /** Checks that both parts are there. */
    public Split {
      Objects.requireNonNull(train, "train");
      Objects.requireNonNull(validation, "validation");
    }
  }
}
