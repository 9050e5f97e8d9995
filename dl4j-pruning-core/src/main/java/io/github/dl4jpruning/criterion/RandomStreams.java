package io.github.dl4jpruning.criterion;

import java.util.SplittableRandom;

/** One random stream for each seed and name, the same whatever else is drawn. */
public final class RandomStreams {
  private RandomStreams() {}

  /**
   * A stream.
   *
   * @param seed the recipe's seed
   * @param name such as a parameter's key
   * @return a new stream at its start
   */
  public static SplittableRandom of(long seed, String name) {
    long stream = new SplittableRandom(seed).nextLong();
    for (int i = 0; i < name.length(); i++) {
      stream = new SplittableRandom(stream + name.charAt(i)).nextLong();
    }
    return new SplittableRandom(stream);
  }
}
