package io.github.dl4jpruning.examples.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Square images in ten classes, with their labels: MNIST, CIFAR-10, or anything of their shapes.
 *
 * <p>Held as one byte per value (60,000 images of MNIST take 47 MB) and widened to floats one
 * minibatch at a time; parts made by {@link #first} and {@link #split} share those bytes.
 * Immutable, thread-safe.
 */
public final class ImageSet {

  /** Number of classes. */
  public static final int CLASSES = 10;

  /** Images per call when only outputs are wanted. */
  private static final int EVALUATION_BATCH = 250;

  private static final List<String> DIGITS =
      IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();

  private final String name;
  private final String description;
  private final ImageBytes content;
  private final int[] rows;
  private final Augmentation augmentation;

  private ImageSet(
      String name, String description, ImageBytes content, int[] rows, Augmentation augmentation) {
    this.name = Objects.requireNonNull(name, "name");
    this.description = Objects.requireNonNull(description, "description");
    this.content = content;
    this.rows = rows;
    this.augmentation = augmentation;
  }

  /**
   * Takes over the arrays, without a copy: grey digits.
   *
   * @param name short name, such as {@code mnist}
   * @param description what it is and where it came from, for people
   * @param pixels unsigned bytes 0 (paper) to 255 (ink), [n, 28, 28] row by row
   * @param labels classes 0 to 9, [n]
   */
  static ImageSet of(String name, String description, byte[] pixels, byte[] labels) {
    return of(name, description, ImageShape.DIGITS, DIGITS, pixels, labels);
  }

  /**
   * Takes over the arrays, without a copy.
   *
   * @param name short name, such as {@code cifar-10}
   * @param description what it is and where it came from, for people
   * @param classNames ten names
   * @param pixels unsigned bytes, [n, channels, side, side]
   * @param labels classes 0 to 9, [n]
   */
  static ImageSet of(
      String name,
      String description,
      ImageShape shape,
      List<String> classNames,
      byte[] pixels,
      byte[] labels) {
    return new ImageSet(
        name,
        description,
        new ImageBytes(name, shape, classNames, pixels, labels),
        IntStream.range(0, labels.length).toArray(),
        Augmentation.NONE);
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
    return content.classNames();
  }

  /**
   * Returns the size of the images.
   *
   * @return the same for all of them
   */
  public ImageShape shape() {
    return content.shape();
  }

  /**
   * Says how {@link #iterator(int, long)} changes the images.
   *
   * @return {@link Augmentation#NONE} unless {@link #augmented} was called
   */
  public Augmentation augmentation() {
    return augmentation;
  }

  /**
   * Shows the images changed in training, as they are in evaluation.
   *
   * @param change what {@link #iterator(int, long)} does to them
   * @return the same images
   */
  public ImageSet augmented(Augmentation change) {
    return new ImageSet(name, description, content, rows, change);
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
    return content.label(rows[index]);
  }

  /**
   * Returns one image.
   *
   * @param index 0 to {@link #count()} − 1
   * @return a new array [channels · side · side], each 0 to 1, both included; of digits, 0 is paper
   *     and 1 is ink
   */
  public float[] image(int index) {
    float[] image = new float[shape().values()];
    copyImage(index, Augmentation.Change.NONE, image, 0);
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
    return count == rows.length
        ? this
        : part(0, count, "the first %s of %s".formatted(count, description), rows);
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
   * @return an iterator over features [batch, channels · side · side] in [0, 1] and one-hot labels
   *     [batch, 10], float; {@code reset()} starts the next epoch, unless nothing was read since
   *     the last one. Not thread-safe
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

  /**
   * Judges a network.
   *
   * @param network for such images
   * @return the fraction of the images that it gets right, 0 to 1
   */
  public double accuracy(Model network) {
    return ((NeuralNetwork) network)
        .doEvaluation(sequential(EVALUATION_BATCH), new Evaluation(CLASSES))[0].accuracy();
  }

  /**
   * Returns new arrays with the images {@code order[from]} to {@code order[to - 1]}.
   *
   * @param change what is done to them
   * @param epoch any number that tells seed and epoch
   */
  DataSet minibatch(int[] order, int from, int to, Augmentation change, long epoch) {
    int size = to - from;
    int values = shape().values();
    float[] features = new float[size * values];
    float[] oneHot = new float[size * CLASSES];
    for (int i = 0; i < size; i++) {
      int image = order[from + i];
      copyImage(image, change.change(epoch, rows[image]), features, i * values);
      oneHot[i * CLASSES + label(image)] = 1;
    }
    INDArray x = Nd4j.createFromArray(features).reshape('c', size, values);
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

  private void copyImage(int index, Augmentation.Change change, float[] target, int offset) {
    content.copy(rows[index], change, target, offset);
  }

  private ImageSet part(int from, int to, String what, int[] order) {
    int[] kept = Arrays.copyOfRange(order, from, to);
    return new ImageSet(name, what, content, kept, augmentation);
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
