package io.github.dl4jpruning.examples.data;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Minibatches of an {@link ImageSet}, made when they are asked for: memory is one int per image.
 * Declares no asynchronous prefetch, since a minibatch takes far less time to make than to hand to
 * another thread; so an epoch's order never depends on how far a prefetching thread got. Not
 * thread-safe. Serializable only because DL4J's interface says so: the images would be lost.
 */
final class Minibatches implements DataSetIterator {

  private static final long serialVersionUID = 1L;

  /** Keeps the orders of neighbouring seeds and epochs apart; the golden ratio's bits, odd. */
  private static final long EPOCH_STRIDE = 0x9E3779B97F4A7C15L;

  private final transient ImageSet images;
  private final int batch;
  private final boolean shuffled;
  private final transient Augmentation change;
  private final long seed;
  private final int[] order;
  private long epoch;
  private int position;
  private transient DataSetPreProcessor preProcessor;

  private Minibatches(ImageSet images, int batch, boolean shuffled, long seed) {
    if (batch < 1) {
      throw new IllegalArgumentException(
          "A minibatch needs at least 1 image, got %d (%s)".formatted(batch, images.name()));
    }
    this.images = images;
    this.batch = batch;
    this.shuffled = shuffled;
    this.change = shuffled ? images.augmentation() : Augmentation.NONE;
    this.seed = seed;
    this.order = new int[images.count()];
    arrange();
  }

  static DataSetIterator shuffled(ImageSet images, int batch, long seed) {
    return new Minibatches(images, batch, true, seed);
  }

  static DataSetIterator sequential(ImageSet images, int batch) {
    return new Minibatches(images, batch, false, 0);
  }

  @Override
  public boolean hasNext() {
    return position < order.length;
  }

  @Override
  public DataSet next() {
    return next(batch);
  }

  @Override
  public DataSet next(int num) {
    if (num < 1) {
      throw new IllegalArgumentException("next(num) needs at least 1 image, got " + num);
    }
    if (!hasNext()) {
      throw new NoSuchElementException(
          "All %d images were read; call reset() for the next epoch".formatted(order.length));
    }
    int end = (int) Math.min(order.length, (long) position + num);
    DataSet next = images.minibatch(order, position, end, change, randomOfEpoch());
    position = end;
    if (preProcessor != null) {
      preProcessor.preProcess(next);
    }
    return next;
  }

  @Override
  public void reset() {
    if (position > 0) {
      position = 0;
      epoch++;
      arrange();
    }
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public int inputColumns() {
    return images.shape().values();
  }

  @Override
  public int totalOutcomes() {
    return ImageSet.CLASSES;
  }

  @Override
  public List<String> getLabels() {
    return images.classNames();
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  private void arrange() {
    if (!shuffled && epoch > 0) {
      return;
    }
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (shuffled) {
      ImageSet.shuffle(order, new SplittableRandom(randomOfEpoch()));
    }
  }

  private long randomOfEpoch() {
    return new SplittableRandom(seed).nextLong() + epoch * EPOCH_STRIDE;
  }
}
