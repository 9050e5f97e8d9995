package io.github.dl4jpruning.examples;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Standard output with one live line at the bottom, such as a progress bar, and lines that stay
 * above it: whoever prints, the two never mix. Thread-safe.
 */
final class Screen {
  /** The screen of this process; asks for {@link System#out} each time. */
  static final Screen STANDARD = new Screen(() -> System.out);

  /** Back to the line's start, and clear it. */
  private static final String CLEAR = "\r\u001b[K";

  private final Supplier<PrintStream> out;
  private String live = "";

  Screen(Supplier<PrintStream> out) {
    this.out = out;
  }

  /**
   * Prints a line that stays.
   *
   * @param text without the line's end
   */
  synchronized void println(String text) {
    PrintStream stream = out.get();
    if (live.isEmpty()) {
      stream.println(text);
    } else {
      stream.print(CLEAR + text + System.lineSeparator() + live);
    }
    stream.flush();
  }

  /**
   * Replaces the live line.
   *
   * @param text at most as wide as the terminal
   */
  synchronized void live(String text) {
    live = text;
    out.get().print(CLEAR + text);
    out.get().flush();
  }

  /** Lets the live line stay as it is. */
  synchronized void settle() {
    if (!live.isEmpty()) {
      live = "";
      out.get().println();
      out.get().flush();
    }
  }
}
