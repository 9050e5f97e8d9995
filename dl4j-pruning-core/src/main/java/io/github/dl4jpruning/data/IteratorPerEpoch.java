package io.github.dl4jpruning.data;

import java.util.Iterator;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** An iterator for each epoch; batches are skipped by reading them. */
final class IteratorPerEpoch<T, I extends Iterator<T>> implements EpochSource<T> {
  private final IntFunction<I> epochs;
  private final boolean restarts;
  private final ToIntFunction<I> batch;
  private final ToLongFunction<T> fingerprint;
  private Consumer<I> prepared = iterator -> {};
  private OptionalLong first = OptionalLong.empty();
  private @Nullable I current;

  /** Sizes and fingerprints are the two kinds of iterators' own. */
  IteratorPerEpoch(
      IntFunction<I> epochs,
      boolean restarts,
      ToIntFunction<I> batch,
      ToLongFunction<T> fingerprint) {
    this.epochs = epochs;
    this.restarts = restarts;
    this.batch = batch;
    this.fingerprint = fingerprint;
  }

  /** Done to this iterator, and to each that comes. */
  void prepare(Consumer<I> preparation) {
    prepared = preparation;
    prepared.accept(current());
  }

  /** Of the epoch that {@link #start} began. */
  I current() {
    return Objects.requireNonNull(current, "started");
  }

  @Override
  public int start(DataPosition position) {
    current = epochs.apply(position.epoch());
    prepared.accept(current());
    first = OptionalLong.empty();
    int skipped = 0;
    while (skipped < position.batch() && current().hasNext()) {
      next();
      skipped++;
    }
    return skipped;
  }

  @Override
  public boolean hasNext() {
    return current().hasNext();
  }

  @Override
  public T next() {
    T next = current().next();
    if (first.isEmpty()) {
      first = OptionalLong.of(fingerprint.applyAsLong(next));
    }
    return next;
  }

  @Override
  public boolean canRestart() {
    return restarts;
  }

  @Override
  public int batch() {
    return batch.applyAsInt(current());
  }

  @Override
  public DataIdentity identity() {
    return new DataIdentity(
        Math.max(0, batch()), OptionalLong.empty(), OptionalLong.empty(), first);
  }
}
