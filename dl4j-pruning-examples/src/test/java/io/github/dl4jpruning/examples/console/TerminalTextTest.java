package io.github.dl4jpruning.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b", "\u0007", "\b", "\r", "\u007f", "\u009b", "\u0000", "\u200e", "\u200f", "\u202a",
        "\u202e", "\u2066", "\u2069", "\u061c", "\u2028", "\u2029"
      })
  void plain_unseenCharacter_isAQuestionMark(String unseen) {
    assertEquals("a?b", TerminalText.plain("a" + unseen + "b"));
  }

  @Test
  void plain_linesTabsAndOtherAlphabets_stay() {
    String text = "0_W\t20×1×5×5\n„größer“ – 文字 עברית 😀";

    assertEquals(text, TerminalText.plain(text));
    assertEquals("one\ntwo", TerminalText.plain("one\r\ntwo"));
    assertEquals("null", TerminalText.plain(null));
  }

  @Test
  void screen_hostileName_movesNoCursor() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    Screen screen = new Screen(() -> stream);

    screen.println("layer \u001b[2Jgone\u202e");

    assertEquals("layer ?[2Jgone?\n", bytes.toString(StandardCharsets.UTF_8));
  }
}
