package io.github.dl4jpruning.lowering;

/** What a program can't say. */
final class Refusal {
  private Refusal() {}

  static IllegalArgumentException of(String what, String label, String reason) {
    return new IllegalArgumentException(
        "%s (%s) can't be part of a program: %s".formatted(what, label, reason));
  }
}
