package io.github.dl4jpruning.analysis;

import java.util.List;
import java.util.TreeSet;

/** Sparsities to try. */
final class Sparsities {
  private Sparsities() {}

  /**
   * Checks them.
   *
   * @param what needs them, such as {@code A scan}
   * @throws IllegalArgumentException if there is none, one is out of range, or they do not rise
   */
  static void requireRising(String what, List<Double> sparsities) {
    if (sparsities.isEmpty()
        || sparsities.stream().anyMatch(s -> !(s > 0 && s < 1))
        || !sparsities.equals(List.copyOf(new TreeSet<>(sparsities)))) {
      throw new IllegalArgumentException(
          "%s needs sparsities above 0 and below 1, each above the one before, got %s"
              .formatted(what, sparsities));
    }
  }
}
