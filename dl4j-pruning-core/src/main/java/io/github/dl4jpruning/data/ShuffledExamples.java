package io.github.dl4jpruning.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/**
 * Examples in memory, shuffled anew in each epoch by a stream of its own. Going to any place takes
 * one shuffle of indices; memory is one int per example.
 */
final class ShuffledExamples implements EpochSource {
  /** Keeps the orders of neighbouring seeds and epochs apart; the golden ratio's bits, odd. */
  private static final long EPOCH_STRIDE = 0x9E3779B97F4A7C15L;

  private final Examples examples;
  private final int batch;
  private final long seed;
  private final int[] order;
  private int next;
  private DataSetPreProcessor preProcessor;

  ShuffledExamples(Examples examples, int batch, long seed) {
    if (batch < 1) {
      throw new IllegalArgumentException("A minibatch needs at least 1 example, got " + batch);
    }
    this.examples = examples;
    this.batch = batch;
    this.seed = seed;
    this.order = new int[examples.count()];
  }

  @Override
  public int start(DataPosition position) {
    shuffle(position.epoch());
    int batches = (order.length - 1) / batch + 1;
    int skipped = Math.min(batches, position.batch());
    next = (int) Math.min(order.length, (long) skipped * batch);
    return skipped;
  }

  private void shuffle(int epoch) {
    SplittableRandom ofSeed = new SplittableRandom(seed);
    SplittableRandom random = new SplittableRandom(ofSeed.nextLong() + epoch * EPOCH_STRIDE);
    Arrays.setAll(order, i -> i);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }

  @Override
  public boolean hasNext() {
    return next < order.length;
  }

  @Override
  public DataSet next() {
    int end = (int) Math.min(order.length, (long) next + batch);
    DataSet taken = examples.take(Arrays.copyOfRange(order, next, end));
    next = end;
    if (preProcessor != null) {
      preProcessor.preProcess(taken);
    }
    return taken;
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public int inputColumns() {
    return perExample(examples.first().getFeatures());
  }

  @Override
  public int totalOutcomes() {
    return perExample(examples.first().getLabels());
  }

  private static int perExample(INDArray array) {
    return array.rank() < 2 ? 1 : (int) array.size(1);
  }

  @Override
  public List<String> labels() {
    return examples.first().getLabelNamesList();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public Optional<DataSetPreProcessor> preProcessor() {
    return Optional.ofNullable(preProcessor);
  }
}
