package io.github.dl4jpruning.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private final Screen screen = new Screen(() -> stream);

  @Test
  void println_noLiveLine_printsPlainText() {
    screen.println("one");
    screen.println("two");

    assertEquals("one\ntwo\n", printed());
  }

  @Test
  void println_liveLine_goesAboveIt() {
    screen.live("10 %");
    screen.live("20 %");
    screen.println("news");

    assertEquals(CLEAR + "10 %" + CLEAR + "20 %" + CLEAR + "news\n20 %", printed());
  }

  @Test
  void settle_liveLine_staysAndEnds() {
    screen.live("100 %");
    screen.settle();
    screen.settle();
    screen.println("done");

    assertEquals(CLEAR + "100 %\ndone\n", printed());
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
