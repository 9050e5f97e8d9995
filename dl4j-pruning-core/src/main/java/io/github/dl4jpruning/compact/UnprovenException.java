package io.github.dl4jpruning.compact;

/**
 * A network that was to compute what another does was not found to: their outputs differ by more
 * than rounding, or are no numbers.
 */
public final class UnprovenException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final String found;

  UnprovenException(String found, String wayOut) {
    super("%s. %s".formatted(found, wayOut));
    this.found = found;
  }

  /**
   * What was found, without the way out that the message names, for programs that offer their users
   * another one.
   *
   * @return without a full stop
   */
  public String found() {
    return found;
  }
}
