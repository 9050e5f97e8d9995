package io.github.dl4jpruning.examples.comparison;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often networks are timed, on the command line. */
public final class LatencyOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--pairs",
      defaultValue = "15",
      paramLabel = "N",
      description =
          "How often each network is timed with 64 images, in turns with the dense one, at least 1;"
              + " ten times as often with one image. Default: 15.")
  private int pairs;

  public int pairs() {
    if (pairs < 1) {
      throw new ParameterException(
          command.commandLine(), "Networks must be timed at least once, got " + pairs);
    }
    return pairs;
  }
}
