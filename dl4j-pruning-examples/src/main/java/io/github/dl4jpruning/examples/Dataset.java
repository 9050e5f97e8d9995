package io.github.dl4jpruning.examples;

import java.util.Locale;

/** What to learn from. */
enum Dataset {
  /** Digits that the program draws. */
  DRAWN,
  /** Handwritten digits, from files. */
  MNIST;

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
