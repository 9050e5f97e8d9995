package io.github.dl4jpruning.data;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Examples in memory, shuffled anew in each epoch by a stream of its own. Going to any place takes
 * one shuffle of indices; memory is one int per example.
 */
final class ShuffledExamples<T> implements EpochSource<T> {
  /** Keeps the orders of neighbouring seeds and epochs apart; the golden ratio's bits, odd. */
  private static final long EPOCH_STRIDE = 0x9E3779B97F4A7C15L;

  private final Examples<T> examples;
  private final int batch;
  private final long seed;
  private final int[] order;
  private int next;

  ShuffledExamples(Examples<T> examples, int batch, long seed) {
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
  public T next() {
    int end = (int) Math.min(order.length, (long) next + batch);
    T taken = examples.take(Arrays.copyOfRange(order, next, end));
    next = end;
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
  public DataIdentity identity() {
    return new DataIdentity(
        batch,
        OptionalLong.of(order.length),
        OptionalLong.of(seed),
        OptionalLong.of(examples.fingerprint(order[0])));
  }
}
