package io.github.dl4jpruning.data;

/** Training data that knows where it is, and goes to any place. */
public sealed interface ResumableData permits ResumableIterator, ResumableMultiIterator {
  /**
   * Where the next minibatch is. In a listener's {@code iterationDone}: the place after the
   * minibatch just trained on.
   *
   * @return the place; at the end of an epoch that epoch's end, not the next one's start
   */
  DataPosition position();

  /**
   * Goes to a place.
   *
   * @param position as {@link #position()} gave it, with the same data, batch size and seed
   * @throws IllegalArgumentException if that epoch has fewer minibatches, or the data is not the
   *     same as far as can be told: batch size, number of examples, seed, first minibatch
   */
  void moveTo(DataPosition position);
}
