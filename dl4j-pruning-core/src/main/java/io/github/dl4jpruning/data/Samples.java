package io.github.dl4jpruning.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Labelled examples for criteria that measure instead of looking at weights alone, in minibatches.
 * Read from the start each time they are needed. Not thread-safe.
 */
public final class Samples {
  private final Consumer<Consumer<MultiDataSet>> source;

  private Samples(Consumer<Consumer<MultiDataSet>> source) {
    this.source = source;
  }

  /**
   * All that an iterator gives.
   *
   * @param iterator one that can be reset
   * @return the samples
   * @throws IllegalArgumentException if it can't be reset
   */
  public static Samples of(DataSetIterator iterator) {
    requireReset(iterator.resetSupported());
    return new Samples(
        consumer -> {
          iterator.reset();
          while (iterator.hasNext()) {
            consumer.accept(iterator.next().toMultiDataSet());
          }
        });
  }

  /**
   * All that an iterator gives, for networks of several inputs or outputs.
   *
   * @param iterator one that can be reset
   * @return the samples
   * @throws IllegalArgumentException if it can't be reset
   */
  public static Samples of(MultiDataSetIterator iterator) {
    requireReset(iterator.resetSupported());
    return new Samples(
        consumer -> {
          iterator.reset();
          while (iterator.hasNext()) {
            consumer.accept(iterator.next());
          }
        });
  }

  /**
   * Minibatches in memory.
   *
   * @param batches at least one
   * @return the samples
   * @throws IllegalArgumentException if there is none
   */
  public static Samples of(List<? extends org.nd4j.linalg.dataset.api.DataSet> batches) {
    if (batches.isEmpty()) {
      throw none();
    }
    List<MultiDataSet> copies = new ArrayList<>();
    batches.forEach(batch -> copies.add(batch.toMultiDataSet()));
    return new Samples(copies::forEach);
  }

  /**
   * Minibatches in memory, for networks of several inputs or outputs.
   *
   * @param batches at least one
   * @return the samples
   * @throws IllegalArgumentException if there is none
   */
  public static Samples ofMulti(List<? extends MultiDataSet> batches) {
    if (batches.isEmpty()) {
      throw none();
    }
    List<MultiDataSet> all = List.copyOf(batches);
    return new Samples(all::forEach);
  }

  private static IllegalArgumentException none() {
    return new IllegalArgumentException("Samples need at least one minibatch, got none");
  }

  /**
   * Reads all of them into memory.
   *
   * @return the minibatches, in order; unmodifiable
   */
  public List<MultiDataSet> batches() {
    List<MultiDataSet> batches = new ArrayList<>();
    forEach(batches::add);
    return List.copyOf(batches);
  }

  /**
   * The same, read into memory at once: may then be used by several threads.
   *
   * @return samples over {@link #batches()}
   */
  public Samples inMemory() {
    return new Samples(batches()::forEach);
  }

  public void forEach(Consumer<MultiDataSet> consumer) {
    source.accept(consumer);
  }

  private static void requireReset(boolean supported) {
    if (!supported) {
      throw new IllegalArgumentException(
          "The iterator can't be reset, and samples are read more than once: use one that can, or"
              + " Samples.of(List)");
    }
  }
}
