package io.github.dl4jpruning.data;

import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A place in an endless row of epochs. A reset at an epoch's end goes to the next one; in the
 * middle of an epoch it begins the same one again; where nothing was delivered since the last move
 * or reset, it changes nothing.
 */
final class EpochWalk<T> {
  private final EpochSource<T> source;
  private int epoch;
  private int batch;
  private int start;

  EpochWalk(EpochSource<T> source) {
    this.source = source;
    moveTo(DataPosition.START);
  }

  DataPosition position() {
    return new DataPosition(epoch, batch, !source.hasNext(), Optional.of(source.identity()));
  }

  void moveTo(DataPosition position) {
    int skipped = source.start(position);
    epoch = position.epoch();
    batch = skipped;
    start = skipped;
    position.identity().ifPresent(before -> before.requireSame(source.identity()));
    if (skipped < position.batch()) {
      throw new IllegalArgumentException(
          "Can't go on after minibatch %s of epoch %s: it has only %s. Are data and batch size the"
                  .formatted(position.batch(), epoch, skipped)
              + " same as before?");
    }
  }

  boolean hasNext() {
    return source.hasNext();
  }

  T next() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "Epoch %s has no more than %s minibatches; call reset() for the next"
              .formatted(epoch, batch));
    }
    T next = source.next();
    batch++;
    return next;
  }

  /** The next minibatch, if it is asked for in its own size. */
  T next(int num) {
    if (num != source.batch()) {
      throw new UnsupportedOperationException(
          "Positions count minibatches of %s examples, got next(%s)"
              .formatted(source.batch(), num));
    }
    return next();
  }

  boolean canRestart() {
    return source.canRestart();
  }

  /** Examples per minibatch. */
  int size() {
    return source.batch();
  }

  void reset() {
    if (!source.canRestart()) {
      throw new UnsupportedOperationException("The iterator inside can't be reset");
    }
    if (!hasNext()) {
      moveTo(new DataPosition(epoch + 1, 0));
    } else if (batch > start) {
      moveTo(new DataPosition(epoch, 0));
    }
  }
}
