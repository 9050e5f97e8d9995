package io.github.dl4jpruning.data;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** An iterator for each epoch; batches are skipped by reading them. */
final class IteratorPerEpoch implements EpochSource {
  private final IntFunction<DataSetIterator> epochs;
  private final boolean restarts;
  private DataSetIterator current;
  private Optional<DataSetPreProcessor> preProcessor = Optional.empty();

  IteratorPerEpoch(IntFunction<DataSetIterator> epochs, boolean restarts) {
    this.epochs = epochs;
    this.restarts = restarts;
  }

  /** The same iterator again and again. */
  static IteratorPerEpoch of(DataSetIterator base) {
    return new IteratorPerEpoch(
        epoch -> {
          if (base.resetSupported()) {
            base.reset();
          }
          return base;
        },
        base.resetSupported());
  }

  @Override
  public int start(DataPosition position) {
    current = epochs.apply(position.epoch());
    preProcessor.ifPresent(current::setPreProcessor);
    int skipped = 0;
    while (skipped < position.batch() && current.hasNext()) {
      current.next();
      skipped++;
    }
    return skipped;
  }

  @Override
  public boolean hasNext() {
    return current.hasNext();
  }

  @Override
  public DataSet next() {
    return current.next();
  }

  @Override
  public boolean canRestart() {
    return restarts;
  }

  @Override
  public int batch() {
    return current.batch();
  }

  @Override
  public int inputColumns() {
    return current.inputColumns();
  }

  @Override
  public int totalOutcomes() {
    return current.totalOutcomes();
  }

  @Override
  public List<String> labels() {
    return current.getLabels();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = Optional.of(preProcessor);
    current.setPreProcessor(preProcessor);
  }

  @Override
  public Optional<DataSetPreProcessor> preProcessor() {
    return Optional.ofNullable(current.getPreProcessor());
  }
}
