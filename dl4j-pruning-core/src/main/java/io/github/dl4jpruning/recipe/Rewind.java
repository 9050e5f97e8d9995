package io.github.dl4jpruning.recipe;

/**
 * Iterative magnitude pruning with rewinding (Frankle &amp; Carbin 2019; Frankle et al. 2020): at
 * each mask change after iteration {@code to}, what is kept goes back to the values it had before
 * iteration {@code to}, with zero updater state, and the network is trained again. Biases and
 * normalisation are rewound too.
 *
 * <p>Learning-rate schedules follow DL4J's own counters and are not rewound: give them a period of
 * their own if each round is to begin with a high rate.
 *
 * @param to an iteration, counted from the first training step with the recipe; at least 0, where 0
 *     is the initial network
 */
public record Rewind(long to) {
  /** Checks the range. */
  public Rewind {
    if (to < 0) {
      throw new IllegalArgumentException("The iteration to rewind to is at least 0, got " + to);
    }
  }

  @Override
  public String toString() {
    return "rewinding to iteration " + to;
  }
}
