package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class MainTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");

  @TempDir Path folder;

  @Test
  void run_misspelled_suggestsAndTwo() {
    assertEquals(
        "2 dl4j-pruning: Unmatched argument at index 0: 'inspct'. Did you mean inspect? See"
            + " dl4j-pruning --help",
        Cli.run("inspct").failure());
    assertEquals(
        "2 dl4j-pruning: Unknown option: '--sparsty=1'. Did you mean --sparsity? See dl4j-pruning"
            + " prune --help",
        Cli.run("prune", "x", "--sparsty=1").failure());
    assertEquals(
        "2 dl4j-pruning: Say what to do: a command is missing. See dl4j-pruning --help",
        Cli.run().failure());
  }

  @Test
  void help_everyCommand_fitsSixtyColumns() {
    List<String> longer = new ArrayList<>();
    for (String command : commands()) {
      Cli help = Cli.inWidth(60, command, "--help");
      assertEquals(0, help.code(), command);
      help.out().lines().filter(line -> line.length() > 60).forEach(longer::add);
    }

    assertEquals(List.of(), longer);
  }

  @Test
  void json_everyCommand_hasIt() {
    for (String command : commands()) {
      CommandSpec spec = line().getSubcommands().get(command).getCommandSpec();
      assertTrue(command.equals("completion") || spec.findOption("--json") != null, command);
    }
  }

  @Test
  void completion_script_isBash() throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("completion"), Cli.done("completion").out());
    String text = Files.readString(script);

    assertTrue(text.contains("--shared-values"), "options are completed");
    assertTrue(text.contains("ZSH_VERSION"), "zsh is served too");
    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
    assertEquals(0, bash.waitFor());
  }

  @Test
  void page_namesEveryCommandAndOption() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> missing = new TreeSet<>();
    for (String command : commands()) {
      missing.add("`" + command);
      line().getSubcommands().get(command).getCommandSpec().options().stream()
          .filter(option -> !option.hidden())
          .map(CommandLine.Model.OptionSpec::longestName)
          .forEach(name -> missing.add("`" + name));
    }
    missing.removeIf(page::contains);

    assertEquals(Set.of(), missing);
  }

  @Test
  void exitCodes_pageAndHelp_sayTheSame() throws IOException {
    String page = Files.readString(PAGE);
    line()
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach(
            (code, what) -> assertTrue(page.contains("| %s | %s |".formatted(code, what)), what));
  }

  private static CommandLine line() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Main.line(new Console(nowhere, nowhere, 80, false));
  }

  private static List<String> commands() {
    return line().getSubcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }
}
