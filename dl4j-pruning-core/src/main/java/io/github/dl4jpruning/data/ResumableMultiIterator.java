package io.github.dl4jpruning.data;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * A {@link ResumableIterator} for graphs of several inputs or outputs: minibatches in an order that
 * depends on the seed and the epoch alone, from any place on.
 *
 * <p>Not thread-safe. Serializable only because DL4J's interface says so: the data would be lost.
 */
public final class ResumableMultiIterator implements MultiDataSetIterator, ResumableData {
  private static final long serialVersionUID = 1L;

  private final transient EpochWalk<MultiDataSet> walk;
  private transient @Nullable MultiDataSetPreProcessor preProcessor;

  private ResumableMultiIterator(EpochSource<MultiDataSet> source) {
    this.walk = new EpochWalk<>(source);
  }

  /**
   * Examples in memory, shuffled anew in each epoch.
   *
   * @param examples features and labels of all examples along the first dimension, masks included;
   *     arrays in C order are not copied
   * @param batchSize examples per minibatch, at least 1; an epoch's last one may have fewer
   * @param seed of the orders
   * @return at epoch 0, batch 0
   * @throws IllegalArgumentException if there are no examples, or the batch size is below 1
   */
  public static ResumableMultiIterator of(MultiDataSet examples, int batchSize, long seed) {
    return new ResumableMultiIterator(
        new ShuffledExamples<>(Examples.of(examples), batchSize, seed));
  }

  /**
   * Another iterator's minibatches in its own order, which must be the same after each of its
   * resets. Going to a place reads and drops the minibatches before it.
   *
   * @param base reset first, if it can be
   * @return at epoch 0, batch 0
   */
  public static ResumableMultiIterator inOrderOf(MultiDataSetIterator base) {
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
  public static ResumableMultiIterator perEpoch(IntFunction<MultiDataSetIterator> epochs) {
    return of(epochs, true);
  }

  private static ResumableMultiIterator of(
      IntFunction<MultiDataSetIterator> epochs, boolean restarts) {
    return new ResumableMultiIterator(
        new IteratorPerEpoch<MultiDataSet, MultiDataSetIterator>(
            epochs, restarts, iterator -> 0, ResumableMultiIterator::fingerprint));
  }

  static long fingerprint(MultiDataSet batch) {
    return DataIdentity.fingerprint(batch.getFeatures(), batch.getLabels());
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
  public MultiDataSet next() {
    return preProcessed(walk.next());
  }

  /**
   * The next minibatch, if it is asked for in its own size.
   *
   * @param num must be the size of a minibatch: positions count whole ones
   * @return the minibatch
   */
  @Override
  public MultiDataSet next(int num) {
    return preProcessed(walk.next(num));
  }

  private MultiDataSet preProcessed(MultiDataSet batch) {
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
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
  public void setPreProcessor(@Nullable MultiDataSetPreProcessor own) {
    preProcessor = own;
  }

  @Override
  public @Nullable MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }
}
