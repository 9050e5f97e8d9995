package io.github.dl4jpruning.data;

/** Where minibatches come from, one epoch after the other. */
interface EpochSource<T> {
  /**
   * Goes to a place.
   *
   * @return how many batches were there to be skipped: fewer than asked for if the epoch is shorter
   */
  int start(DataPosition position);

  boolean hasNext();

  T next();

  boolean canRestart();

  /** Examples per minibatch; 0 if unknown. */
  int batch();

  /** As far as it is known in the epoch that was begun. */
  DataIdentity identity();
}
