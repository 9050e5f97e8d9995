package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The session in {@code docs/cli.md} is a real one, in an empty folder. After a change, {@code
 * -Ddocs.update} writes it anew. Digits are not compared: the last ones depend on the machine.
 */
class SessionPageTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");
  private static final String BEGIN = "<!-- session: written by SessionPageTest -->\n";
  private static final String END = "<!-- end of session -->\n";
  private static final int WIDTH = 72;

  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "inspect circle.zip",
          "prune circle.zip --sparsity 0.5 --granularity neuron --allocation uniform"
              + " --data circle.csv --fit 5 -o pruned.zip",
          "shrink pruned.zip -o small.zip",
          "compare circle.zip small.zip --data circle.csv --passes 10",
          "convert small.zip -o small.dlp --program",
          "scan circle.zip --data circle.csv --sparsity 0.8 --sparsities 0.5,0.8,0.9,0.95"
              + " --save-recipe recipe.yaml",
          "prune circle.zip --recipe recipe.yaml -o sparse.dlp",
          "inspect circle.csv");

  @TempDir Path folder;

  @Test
  void session_inAnEmptyFolder_isAsPrinted() throws IOException {
    StringBuilder session = new StringBuilder("```console\n");
    for (String command : COMMANDS) {
      session
          .append("$ dl4j-pruning ")
          .append(broken(command))
          .append('\n')
          .append(answer(command));
    }
    session.append("```\n");
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);

    if (System.getProperty("docs.update") != null) {
      Files.writeString(PAGE, page.substring(0, from) + session + page.substring(to));
    } else {
      assertEquals(withoutDigits(page.substring(from, to)), withoutDigits(session.toString()));
    }
  }

  private String answer(String command) {
    Object[] arguments =
        Arrays.stream((command.equals("demo") ? "demo ." : command).split(" ", -1))
            .map(this::here)
            .toArray();
    Cli run = Cli.inWidth(WIDTH, arguments);
    return (run.out() + run.err()).replace(folder + "/", "");
  }

  private Object here(String argument) {
    boolean file = argument.equals(".") || argument.matches("\\w+\\.(zip|csv|dlp|yaml)");
    return file ? folder.resolve(argument).normalize() : argument;
  }

  /** As people break long lines in a shell. */
  private static String broken(String command) {
    StringBuilder text = new StringBuilder();
    int column = "$ dl4j-pruning ".length();
    for (String word : command.split(" ", -1)) {
      if (column + word.length() > WIDTH - 2) {
        text.append("\\\n    ");
        column = 4;
      }
      text.append(word).append(' ');
      column += word.length() + 1;
    }
    return text.toString().stripTrailing();
  }

  private static String withoutDigits(String text) {
    return text.replaceAll("[\\d.,]*\\d(e-\\d+)?", "#")
        .replaceAll("[ #\\n]+", " ")
        .replace("-", "");
  }
}
