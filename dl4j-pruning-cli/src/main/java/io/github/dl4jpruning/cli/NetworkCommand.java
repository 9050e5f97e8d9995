package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have. */
abstract class NetworkCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Answer as JSON, for scripts.")
  private boolean json;

  @Option(names = "--debug", hidden = true, description = "Print stack traces.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli looks at the option alone
  private boolean help;

  NetworkCommand(Console console) {
    this.console = console;
  }

  /** Does it, and shows what came of it. */
  abstract void perform() throws Exception;

  @Override
  public final Integer call() throws Exception {
    perform();
    return ExitCode.DONE;
  }

  /** Whether whoever looks for a fault wants to see where it happened. */
  final boolean isDebugging() {
    return debug;
  }

  final Console console() {
    return console;
  }

  /** Writes one of both forms. */
  final void show(Answer answer) {
    if (json) {
      console.out().println(answer.json());
    } else {
      answer.print(console);
    }
  }
}
