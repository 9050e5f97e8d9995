package io.github.dl4jpruning.examples.comparison;

import java.util.Locale;

/** Which images judge a finished network. */
public enum EvaluateOn {
  /** A part of the training images that is set aside: to choose settings by. */
  VALIDATION,
  /** The publisher's test images: read once, with the settings chosen. */
  TEST;

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
