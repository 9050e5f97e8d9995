package io.github.dl4jpruning.examples.data;

import java.util.Objects;

/**
 * A data set in the two parts that its publisher gave it.
 *
 * @param train the images to learn from
 * @param test the images to judge by
 */
public record TrainTest(ImageSet train, ImageSet test) {

  /** Checks that both parts are there. */
  public TrainTest {
    Objects.requireNonNull(train, "train");
    Objects.requireNonNull(test, "test");
  }
}
