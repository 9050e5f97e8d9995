package io.github.dl4jpruning.data;

import java.util.Optional;

/**
 * A place in the training data.
 *
 * @param epoch from 0
 * @param batch how many minibatches of that epoch have been delivered, from 0; the number of all of
 *     them stands for the epoch's end
 * @param epochIsOver whether that epoch has no more of them
 * @param identity what the data was; empty if nobody has looked
 */
public record DataPosition(
    int epoch, int batch, boolean epochIsOver, Optional<DataIdentity> identity) {
  /** Where every training starts. */
  public static final DataPosition START = new DataPosition(0, 0);

  /** Checks the ranges. */
  public DataPosition {
    if (epoch < 0 || batch < 0) {
      throw new IllegalArgumentException(
          "A position in the data needs epoch >= 0 and batch >= 0, got %s and %s"
              .formatted(epoch, batch));
    }
  }

  /**
   * A place of which no more is known.
   *
   * @param epoch from 0
   * @param batch from 0
   */
  public DataPosition(int epoch, int batch) {
    this(epoch, batch, false, Optional.empty());
  }
}
