package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.ExitCode;
import io.github.dl4jpruning.cli.console.Failure;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starts the command. */
public final class Main {
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private Main() {}

  /**
   * The command.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    if (System.getProperty(LOG_LEVEL) == null) {
      // what matters is said by the commands themselves
      System.setProperty(LOG_LEVEL, "off");
    }
    System.setProperty("java.awt.headless", "true");
    int code = run(Console.ofProcess(System.getenv()), arguments);
    System.out.flush();
    // ND4J's threads would keep the process for a while
    Runtime.getRuntime().halt(code);
  }

  /**
   * The command within a process that goes on.
   *
   * @param console where it writes
   * @param arguments see {@code --help}
   * @return the exit code
   */
  public static int run(Console console, String... arguments) {
    CommandLine line = line(console);
    int code = line.execute(arguments);
    console.out().flush();
    console.err().flush();
    return code;
  }

  static CommandLine line(Console console) {
    CommandLine line = new CommandLine(new RootCommand(), new CommandFactory(console));
    line.addSubcommand(
        new CommandLine(new AutoComplete.GenerateCompletion()).setCommandName("completion"));
    line.setOut(console.out());
    line.setErr(console.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(console.terminal() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(Math.max(55, console.width()));
    line.setUsageHelpAutoWidth(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((problem, given) -> misused(console, problem));
    line.setExecutionExceptionHandler((problem, used, result) -> failed(console, problem, used));
    return line;
  }

  private static int misused(Console console, ParameterException problem) {
    String help = problem.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    Optional<String> close =
        problem instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions().stream().findFirst()
            : Optional.empty();
    String first = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    console.warn(
        first
            + close.map(". Did you mean %s?"::formatted).orElse("")
            + (first.endsWith(".") || close.isPresent() ? " See " : ". See ")
            + help);
    return ExitCode.USAGE;
  }

  private static int failed(Console console, Exception problem, CommandLine used) {
    if (used.getCommand() instanceof NetworkCommand command && command.isDebugging()) {
      problem.printStackTrace(console.err());
    }
    if (problem instanceof Failure failure) {
      console.warn(failure.getMessage());
      return failure.exitCode();
    }
    if (problem instanceof IllegalArgumentException || problem instanceof IllegalStateException) {
      // what the library refuses
      console.warn(Failure.unfit((RuntimeException) problem).getMessage());
      return ExitCode.UNFIT;
    }
    if (problem instanceof DL4JException) {
      String first = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
      console.warn("DL4J can't do that with this network: " + first);
      return ExitCode.UNFIT;
    }
    console.warn(
        "a fault of this program: %s. Run it again with --debug, and report what it prints"
            .formatted(problem));
    return ExitCode.FAULT;
  }
}
