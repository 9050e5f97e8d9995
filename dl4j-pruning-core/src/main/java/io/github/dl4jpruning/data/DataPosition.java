package io.github.dl4jpruning.data;

/**
 * A place in the training data.
 *
 * @param epoch from 0
 * @param batch how many minibatches of that epoch have been delivered, from 0; the number of all of
 *     them stands for the epoch's end
 */
public record DataPosition(int epoch, int batch) {
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
}
