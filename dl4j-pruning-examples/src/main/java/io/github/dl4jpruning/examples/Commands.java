package io.github.dl4jpruning.examples;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the examples' command lines behave: one line per error, 2 for a wrong option, else 1. */
final class Commands {
  private Commands() {}

  /**
   * Runs a command, and ends the process if it failed. Success ends nothing: Maven may have more to
   * do in this process.
   */
  static void main(Object command, String... args) {
    int code = line(command).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine line(Object command) {
    return new CommandLine(command)
        .registerConverter(DigitDataset.class, named(DigitDataset.class))
        .registerConverter(ColourDataset.class, named(ColourDataset.class))
        .registerConverter(LeNet.class, named(LeNet.class))
        .registerConverter(CifarNet.class, named(CifarNet.class))
        .registerConverter(PruningPlan.What.class, named(PruningPlan.What.class))
        .registerConverter(CifarTable.Run.class, named(CifarTable.Run.class))
        .registerConverter(EvaluateOn.class, named(EvaluateOn.class))
        .registerConverter(PruningPlan.Rise.class, named(PruningPlan.Rise.class))
        .registerConverter(PruningPlan.Split.class, named(PruningPlan.Split.class))
        .registerConverter(PruningPlan.Score.class, named(PruningPlan.Score.class))
        .registerConverter(Method.class, named(Method.class))
        .setExecutionStrategy(Commands::execute)
        .setParameterExceptionHandler(
            (e, args) -> {
              e.getCommandLine().getErr().println(e.getMessage());
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, line, result) -> {
              if (!(e instanceof IOException)) {
                throw e;
              }
              line.getErr().println(e.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** Ends with one line if nothing can compute here. */
  private static int execute(CommandLine.ParseResult parsed) {
    if (!parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
      Optional<String> obstacle = Backend.obstacle();
      if (obstacle.isPresent()) {
        parsed.commandSpec().commandLine().getErr().println(obstacle.get());
        return CommandLine.ExitCode.SOFTWARE;
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Lets through warnings and errors only. */
  static void silenceLog() {
    ((Logger) LoggerFactory.getLogger("io.github.dl4jpruning")).setLevel(Level.WARN);
  }

  /** Values by the name that they print, so that messages show what can be typed. */
  private static <T extends Enum<T>> ITypeConverter<T> named(Class<T> type) {
    List<T> values = List.of(type.getEnumConstants());
    return text ->
        values.stream()
            .filter(value -> value.toString().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "expected one of %s but was '%s'".formatted(values, text)));
  }
}
