package io.github.dl4jpruning.examples.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** How the examples' command lines behave: one line per error, 2 for a wrong option, else 1. */
public final class Commands {
  private Commands() {}

  /**
   * Runs a command, and ends the process if it failed. Success ends nothing: Maven may have more to
   * do in this process.
   *
   * @param command with picocli's annotations
   * @param args see {@code --help}
   */
  public static void main(Object command, String... args) {
    int code = line(command).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * The command line, ready to execute.
   *
   * @param command with picocli's annotations
   * @return help in the terminal's width, options in the order of the source
   */
  public static CommandLine line(Object command) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().mixinStandardHelpOptions(true).usageMessage().sortOptions(false);
    line.getCommandSpec().options().forEach(option -> convert(line, option));
    return line.setUsageHelpAutoWidth(true)
        .setExecutionStrategy(Commands::execute)
        .setParameterExceptionHandler(
            (e, args) -> {
              tell(e.getCommandLine(), e.getMessage());
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, failed, result) -> {
              Exception cause = e instanceof UncheckedIOException io ? io.getCause() : e;
              if (!(cause instanceof IOException io)) {
                throw e;
              }
              Screen.STANDARD.settle();
              tell(failed, Reasons.of(io));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** Lets through warnings and errors only. */
  public static void silenceLog() {
    ((Logger) LoggerFactory.getLogger("io.github.dl4jpruning")).setLevel(Level.WARN);
  }

  /** Ends with one line if nothing can compute here. */
  private static int execute(CommandLine.ParseResult parsed) {
    if (!parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
      Optional<String> obstacle = Backend.obstacle();
      if (obstacle.isPresent()) {
        tell(parsed.commandSpec().commandLine(), obstacle.get());
        return CommandLine.ExitCode.SOFTWARE;
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static void tell(CommandLine line, String error) {
    line.getErr().println(TerminalText.plain(error));
  }

  /** Enums go by the name that they print. */
  private static void convert(CommandLine line, OptionSpec option) {
    if (option.type().isEnum()) {
      convert(line, option.type());
    }
  }

  private static <T> void convert(CommandLine line, Class<T> type) {
    line.registerConverter(type, named(List.of(type.getEnumConstants())));
  }

  /** Values by the name that they print, in any case, so that messages show what can be typed. */
  private static <T> ITypeConverter<T> named(List<T> values) {
    return text ->
        values.stream()
            .filter(value -> value.toString().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "expected one of %s but was '%s'".formatted(values, text)));
  }
}
