package io.github.dl4jpruning.structure;

/**
 * Structures of a layer that are never removed.
 *
 * @param layer the layer's name
 * @param structures how many, at least 1
 * @param reason why
 */
public record LeftAlone(String layer, int structures, String reason) {
  /** For example {@code conv1: 8, LocalResponseNormalization (lrn) mixes channels}. */
  @Override
  public String toString() {
    return "%s: %s, %s".formatted(layer, structures, reason);
  }
}
