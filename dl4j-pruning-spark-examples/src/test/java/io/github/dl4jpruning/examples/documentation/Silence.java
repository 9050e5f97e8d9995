package io.github.dl4jpruning.examples.documentation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** What printed code prints and logs is not shown. */
final class Silence implements AutoCloseable {
  private final PrintStream shown = System.out;
  private final Logger log = (Logger) LoggerFactory.getLogger("io.github.dl4jpruning");
  private final Level level = log.getLevel();

  Silence() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    log.setLevel(Level.OFF);
  }

  @Override
  public void close() {
    System.setOut(shown);
    log.setLevel(level);
  }
}
