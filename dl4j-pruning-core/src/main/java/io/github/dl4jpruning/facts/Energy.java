package io.github.dl4jpruning.facts;

import java.util.Locale;

/**
 * What one forward pass of two networks takes from the socket, or rather, what is known of it: an
 * estimate, or a counter of the whole processor. Neither is a power meter.
 *
 * @param beforeJoules one forward pass of the first network, above 0
 * @param afterJoules one forward pass of the second, above 0
 * @param source where the figures come from
 */
public record Energy(double beforeJoules, double afterJoules, Source source) {
  /** Where joules come from. */
  public sealed interface Source {
    /**
     * How sure the figure is.
     *
     * @return {@code measured} or {@code estimated}
     */
    String how();
  }

  /**
   * Processor time multiplied with what a busy core draws, as somebody said.
   *
   * @param perCore watts, above 0
   */
  public record Watts(double perCore) implements Source {
    /** Checks the value. */
    public Watts {
      if (!(perCore > 0) || perCore == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "Energy is estimated from the watts of a busy core, above 0, got " + perCore);
      }
    }

    @Override
    public String how() {
      return "estimated";
    }

    /** For example {@code from 15.0 W for each busy core}. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "from %.1f W for each busy core", perCore);
    }
  }

  /** The processor's own counter, which counts all that runs on it, and no memory or fans. */
  public record Counter() implements Source {
    @Override
    public String how() {
      return "measured";
    }

    /** Its name, and what it counts. */
    @Override
    public String toString() {
      return "by RAPL, the whole processor with all that ran on it";
    }
  }
}
