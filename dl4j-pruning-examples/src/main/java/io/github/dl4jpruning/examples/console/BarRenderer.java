package io.github.dl4jpruning.examples.console;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Puts title, bar, time left and message on one line: the library's own renderer spends half of 80
 * columns on two times and two counts. The bar takes what the rest leaves.
 */
final class BarRenderer implements ProgressBarRenderer {
  @Override
  public String render(ProgressState state, int columns) {
    return render(
        state.getTaskName(),
        state.getNormalizedProgress(),
        state.getTotalElapsed(),
        state.getExtraMessage(),
        columns);
  }

  /**
   * Draws the line.
   *
   * @param title what goes on
   * @param done 0 to 1
   * @param elapsed so far
   * @param message at the end, parts with commas between them; in a narrow terminal the first ones
   *     are left out
   * @param columns of the terminal, at least 1; what is longer is cut off
   */
  static String render(String title, double done, Duration elapsed, String message, int columns) {
    String before = String.format(Locale.ROOT, "%s %3d%% [", title, (int) (100 * done));
    String after = after(done, elapsed, message);
    String rest = message;
    while (before.length() + after.length() > columns && rest.contains(", ")) {
      rest = rest.substring(rest.indexOf(", ") + 2);
      after = after(done, elapsed, rest);
    }
    int width = Math.max(0, columns - before.length() - after.length());
    int full = (int) (width * done);
    String line = before + "=".repeat(full) + " ".repeat(width - full) + after;
    return line.substring(0, Math.min(columns, line.length()));
  }

  private static String after(double done, Duration elapsed, String message) {
    return "] " + (done > 0 ? left(done, elapsed) + ", " + message : "");
  }

  private static String left(double done, Duration elapsed) {
    return done < 1
        ? time(Math.round(elapsed.toMillis() * (1 - done) / done)) + " left"
        : "took " + time(elapsed.toMillis());
  }

  private static String time(long milliseconds) {
    long seconds = Math.round(milliseconds / 1000.0);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d", seconds / 3600, seconds / 60 % 60);
  }
}
