package io.github.dl4jpruning.examples.console;

import java.util.regex.Pattern;

/**
 * Text that only ever shows characters: names from files (of layers, classes, folders) could move
 * the cursor, colour what follows, or turn it around ("Trojan Source", Boucher and Anderson 2021).
 */
final class TerminalText {
  /**
   * Control characters, C1 too, but for tab and line feed; marks and embeddings of direction;
   * separators of lines and paragraphs, which some terminals obey.
   */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}&&[^\\t\\n]]|[\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  private TerminalText() {}

  /**
   * Shows what is unseen as question marks.
   *
   * @param text from anywhere; null is shown as such
   */
  static String plain(String text) {
    return UNSEEN.matcher(String.valueOf(text).replace("\r\n", "\n")).replaceAll("?");
  }
}
