package io.github.dl4jpruning.examples.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Standard output with one live line at the bottom, such as a progress bar, and lines that stay
 * above it: whoever prints, the two never mix. Control characters of the texts are not printed.
 * Thread-safe.
 */
public final class Screen {
  /** The screen of this process; asks for {@link System#out} each time. */
  public static final Screen STANDARD = new Screen(() -> System.out);

  /** Back to the line's start, and clear it. */
  private static final String CLEAR = "\r\u001b[K";

  private final Supplier<PrintStream> out;
  private String live = "";

  Screen(Supplier<PrintStream> out) {
    this.out = out;
  }

  /**
   * Prints a line on the screen of this process.
   *
   * @param format as of {@link String#format}; numbers print as in English
   * @param values for its places
   */
  public static void say(String format, Object... values) {
    STANDARD.println(String.format(Locale.ROOT, format, values));
  }

  /**
   * Prints a line that stays.
   *
   * @param line without the line's end
   */
  public synchronized void println(String line) {
    String text = TerminalText.plain(line);
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
   * @param line at most as wide as the terminal
   */
  synchronized void live(String line) {
    String text = TerminalText.plain(line);
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
