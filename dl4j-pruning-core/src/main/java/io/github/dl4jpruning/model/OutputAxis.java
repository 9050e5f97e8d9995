package io.github.dl4jpruning.model;

/**
 * Finds the output unit that a weight feeds: position {@code i} of the parameter's memory belongs
 * to output {@code (i / stride) % count}.
 *
 * @param stride how far apart neighbouring outputs lie, at least 1
 * @param count how many outputs there are, at least 1
 */
public record OutputAxis(int stride, int count) {
  /** Checks the ranges. */
  public OutputAxis {
    if (stride < 1 || count < 1) {
      throw new IllegalArgumentException(
          "An output axis needs stride >= 1 and count >= 1, got %s and %s"
              .formatted(stride, count));
    }
  }

  /**
   * The output unit of a weight.
   *
   * @param position the weight's place in the parameter's memory, from 0
   * @return 0 (included) to {@link #count()} (excluded)
   */
  public int outputOf(int position) {
    return position / stride % count;
  }
}
