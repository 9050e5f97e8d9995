package io.github.dl4jpruning.examples.console;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;

/** How wide a line can be: what COLUMNS says, else the terminal, else 80 columns. */
public final class TerminalWidth {
  private static final int NARROWEST = 20;

  private TerminalWidth() {}

  /**
   * Asks.
   *
   * @return in columns, at least 20
   */
  public static int columns() {
    return columns(
        System.getenv(), new ConsoleProgressBarConsumer(System.out)::getMaxRenderedLength);
  }

  static int columns(Map<String, String> environment, IntSupplier terminal) {
    int columns =
        Optional.ofNullable(environment.get("COLUMNS"))
            .filter(text -> text.matches("[1-9]\\d{0,3}"))
            .map(Integer::valueOf)
            .orElseGet(terminal::getAsInt);
    return Math.max(NARROWEST, columns);
  }
}
