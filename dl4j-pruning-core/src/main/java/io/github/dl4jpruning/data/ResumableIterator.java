package io.github.dl4jpruning.data;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Minibatches in an order that depends on the seed and the epoch alone, from any place on.
 *
 * <p>Each epoch has a number, from 0. {@link #reset()} at an epoch's end, as {@code fit()} calls
 * it, goes to the next one; in the middle of an epoch it begins the same one again; where nothing
 * was delivered since the last {@link #moveTo} or reset, it changes nothing. So {@code fit()} goes
 * on from the place that was moved to, and so does early stopping, which resets first.
 *
 * <p>The position counts what was delivered. So that this is also what was trained on, DL4J is told
 * not to read ahead. Where reading is slow, let the iterator inside read ahead, which does not
 * count: {@code inOrderOf(new AsyncDataSetIterator(base))}.
 *
 * <p>Not thread-safe. Serializable only because DL4J's interface says so: the data would be lost.
 */
public final class ResumableIterator implements DataSetIterator {
  private static final long serialVersionUID = 1L;

  private final transient EpochSource source;
  private int epoch;
  private int batch;
  private int start;

  private ResumableIterator(EpochSource source) {
    this.source = source;
    moveTo(DataPosition.START);
  }

  /**
   * Examples in memory, shuffled anew in each epoch. Going to any place takes some nanoseconds per
   * example; batches that were seen are not made again.
   *
   * @param examples features and labels of all examples along the first dimension, masks included;
   *     arrays in C order are not copied
   * @param batchSize examples per minibatch, at least 1; an epoch's last one may have fewer
   * @param seed of the orders
   * @return at epoch 0, batch 0
   * @throws IllegalArgumentException if there are no examples, or the batch size is below 1
   */
  public static ResumableIterator of(DataSet examples, int batchSize, long seed) {
    return new ResumableIterator(new ShuffledExamples(Examples.of(examples), batchSize, seed));
  }

  /**
   * Examples in memory, as {@link #of(DataSet, int, long)}, for series of different lengths: those
   * of a minibatch are merged with masks as {@link DataSet#merge} does.
   *
   * @param examples one example each; not copied
   * @param batchSize examples per minibatch, at least 1; an epoch's last one may have fewer
   * @param seed of the orders
   * @return at epoch 0, batch 0
   * @throws IllegalArgumentException if there are no examples, or the batch size is below 1
   */
  public static ResumableIterator of(List<DataSet> examples, int batchSize, long seed) {
    return new ResumableIterator(new ShuffledExamples(Examples.of(examples), batchSize, seed));
  }

  /**
   * Another iterator's minibatches in its own order, which must be the same after each of its
   * resets: one that shuffles by itself is none of these (see {@link #perEpoch}). Going to a place
   * reads and drops the minibatches before it.
   *
   * @param base reset first, if it can be
   * @return at epoch 0, batch 0
   */
  public static ResumableIterator inOrderOf(DataSetIterator base) {
    return new ResumableIterator(IteratorPerEpoch.of(base));
  }

  /**
   * An iterator of one's own for each epoch, for example one that shuffles by a seed. Going to a
   * place reads and drops the minibatches of that epoch before it.
   *
   * @param epochs gives a new iterator, at its start, for an epoch's number; the same one's
   *     minibatches must be the same each time
   * @return at epoch 0, batch 0
   */
  public static ResumableIterator perEpoch(IntFunction<DataSetIterator> epochs) {
    return new ResumableIterator(new IteratorPerEpoch(epochs, true));
  }

  /**
   * Where the next minibatch is. In a listener's {@code iterationDone}: the place after the
   * minibatch just trained on.
   *
   * @return the place; at the end of an epoch that epoch's end, not the next one's start
   */
  public DataPosition position() {
    return new DataPosition(epoch, batch);
  }

  /**
   * Goes to a place.
   *
   * @param position as {@link #position()} gave it, with the same data, batch size and seed
   * @throws IllegalArgumentException if that epoch has fewer minibatches
   */
  public void moveTo(DataPosition position) {
    int skipped = source.start(position);
    epoch = position.epoch();
    batch = skipped;
    start = skipped;
    if (skipped < position.batch()) {
      throw new IllegalArgumentException(
          "Can't go on after minibatch %s of epoch %s: it has only %s. Are data and batch size the"
                  .formatted(position.batch(), epoch, skipped)
              + " same as before?");
    }
  }

  @Override
  public boolean hasNext() {
    return source.hasNext();
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "Epoch %s has no more than %s minibatches; call reset() for the next"
              .formatted(epoch, batch));
    }
    DataSet next = source.next();
    batch++;
    return next;
  }

  /**
   * The next minibatch, if it is asked for in its own size.
   *
   * @param num must be {@link #batch()}: positions count whole minibatches
   * @return the minibatch
   */
  @Override
  public DataSet next(int num) {
    if (num != batch()) {
      throw new UnsupportedOperationException(
          "Positions count minibatches of %s examples, got next(%s)".formatted(batch(), num));
    }
    return next();
  }

  @Override
  public void reset() {
    if (!source.canRestart()) {
      throw new UnsupportedOperationException("The iterator inside can't be reset");
    }
    if (!hasNext()) {
      moveTo(new DataPosition(epoch + 1, 0));
    } else if (batch > start) {
      moveTo(new DataPosition(epoch, 0));
    }
  }

  @Override
  public boolean resetSupported() {
    return source.canRestart();
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public int batch() {
    return source.batch();
  }

  @Override
  public int inputColumns() {
    return source.inputColumns();
  }

  @Override
  public int totalOutcomes() {
    return source.totalOutcomes();
  }

  @Override
  public List<String> getLabels() {
    return source.labels();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    source.setPreProcessor(preProcessor);
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return source.preProcessor().orElse(null);
  }
}
