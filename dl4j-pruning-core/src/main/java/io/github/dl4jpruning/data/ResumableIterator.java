package io.github.dl4jpruning.data;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
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
public final class ResumableIterator implements DataSetIterator, ResumableData {
  private static final long serialVersionUID = 1L;

  private final transient EpochWalk<DataSet> walk;
  private final transient SourceFacts facts;

  private ResumableIterator(EpochSource<DataSet> source, SourceFacts facts) {
    this.walk = new EpochWalk<>(source);
    this.facts = facts;
  }

  private static ResumableIterator of(Examples<DataSet> examples, int batchSize, long seed) {
    var source = new ShuffledExamples<>(examples, batchSize, seed);
    return new ResumableIterator(source, new SourceFacts.OfExamples(examples.first()));
  }

  private static ResumableIterator of(IntFunction<DataSetIterator> epochs, boolean restarts) {
    var source =
        new IteratorPerEpoch<DataSet, DataSetIterator>(
            epochs, restarts, DataSetIterator::batch, ResumableIterator::fingerprint);
    return new ResumableIterator(source, new SourceFacts.OfIterators(source));
  }

  static long fingerprint(DataSet batch) {
    return DataIdentity.fingerprint(
        new INDArray[] {batch.getFeatures()}, new INDArray[] {batch.getLabels()});
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
    return of(Examples.of(examples), batchSize, seed);
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
    return of(Examples.of(examples), batchSize, seed);
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
    return of(
        epoch -> {
          if (base.resetSupported()) {
            base.reset();
          }
          return base;
        },
        base.resetSupported());
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
    return of(epochs, true);
  }

  @Override
  public DataPosition position() {
    return walk.position();
  }

  @Override
  public void moveTo(DataPosition position) {
    walk.moveTo(position);
  }

  @Override
  public boolean hasNext() {
    return walk.hasNext();
  }

  @Override
  public DataSet next() {
    return facts.preProcessed(walk.next());
  }

  /**
   * The next minibatch, if it is asked for in its own size.
   *
   * @param num must be {@link #batch()}: positions count whole minibatches
   * @return the minibatch
   */
  @Override
  public DataSet next(int num) {
    return facts.preProcessed(walk.next(num));
  }

  @Override
  public void reset() {
    walk.reset();
  }

  @Override
  public boolean resetSupported() {
    return walk.canRestart();
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public int batch() {
    return walk.size();
  }

  @Override
  public int inputColumns() {
    return facts.inputColumns();
  }

  @Override
  public int totalOutcomes() {
    return facts.totalOutcomes();
  }

  @Override
  public List<String> getLabels() {
    return facts.labels();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    facts.setPreProcessor(preProcessor);
  }

  @Override
  public @Nullable DataSetPreProcessor getPreProcessor() {
    return facts.preProcessor();
  }
}
