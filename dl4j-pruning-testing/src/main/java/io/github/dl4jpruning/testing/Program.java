package io.github.dl4jpruning.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * What a command did.
 *
 * @param code exit code
 * @param out standard output, log lines included
 * @param err standard error
 */
public record Program(int code, String out, String err) {
  /**
   * Runs a command as its main method does, but for the exit; a log level that it sets ends with
   * it.
   *
   * @param command the command
   * @param args its arguments
   * @return what it did
   */
  public static Program run(CommandLine command, String... args) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    Logger log = (Logger) LoggerFactory.getLogger("io.github.dl4jpruning");
    Level levelBefore = log.getLevel();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = command.execute(args);
      return new Program(code, text(out), text(err));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
      log.setLevel(levelBefore);
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
