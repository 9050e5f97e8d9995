package io.github.dl4jpruning.cli.console;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err messages and bars
 * @param width columns that lines may have, at least 40
 * @param terminal whether people watch: then headings are bold and bars move
 */
public record Console(PrintWriter out, PrintWriter err, int width, boolean terminal) {
  private static final int USUAL = 80;
  private static final int NARROWEST = 40;

  /** Keeps lines readable. */
  public Console {
    width = Math.max(NARROWEST, width);
  }

  /**
   * This process's own.
   *
   * @param environment {@code COLUMNS} is the width, {@code NO_COLOR} does without bold and bars
   */
  @SuppressWarnings("SystemConsoleNull") // up to JDK 21 there is none where output is piped
  public static Console ofProcess(Map<String, String> environment) {
    boolean terminal = System.console() != null && !environment.containsKey("NO_COLOR");
    return new Console(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        columns(environment.get("COLUMNS")),
        terminal);
  }

  private static int columns(String text) {
    boolean number = text != null && text.matches("\\d{1,4}");
    return number ? Integer.parseInt(text) : USUAL;
  }

  /** Writes a line, broken between words where it is too long; what follows is set in. */
  public void say(String line) {
    String rest = line;
    String indent = "";
    while (rest.length() > width - indent.length()) {
      int space = rest.lastIndexOf(' ', width - indent.length());
      if (rest.startsWith("%", space + 1)) {
        space = rest.lastIndexOf(' ', space - 1); // stays with its number
      }
      boolean wordless = space <= rest.length() - rest.stripLeading().length();
      int end = wordless ? width - indent.length() : space;
      out.println(indent + rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
      indent = "  ";
    }
    out.println(indent + rest);
  }

  /** Writes a heading after an empty line. */
  public void heading(String text) {
    out.println();
    out.println(terminal ? "\033[1m" + text + "\033[0m" : text);
  }

  /** Writes a line that people should notice. */
  public void warn(String text) {
    err.println("dl4j-pruning: " + text);
  }
}
