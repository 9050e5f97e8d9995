package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.cli.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/**
 * A command that has run in this process.
 *
 * @param code what it ended with
 * @param out what it wrote for people or scripts
 * @param err its messages
 */
record Cli(int code, String out, String err) {
  /** Runs a command; arguments are texts or paths. */
  static Cli run(Object... arguments) {
    return inWidth(80, arguments);
  }

  static Cli inWidth(int width, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new Console(new PrintWriter(out), new PrintWriter(err), width, false),
            Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Cli(code, out.toString(), err.toString());
  }

  /** The same, which has to end well and without a message. */
  static Cli done(Object... arguments) {
    Cli run = run(arguments);
    assertEquals("0 ", run.code() + " " + run.err());
    return run;
  }

  /** Its answer as JSON. */
  static JsonNode json(Object... arguments) {
    Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--json";
    try {
      return new JsonMapper().readTree(done(all).out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** One line, the exit code first. */
  String failure() {
    assertEquals("", out);
    assertEquals(1, err.lines().count(), err);
    return code + " " + err.strip();
  }
}
