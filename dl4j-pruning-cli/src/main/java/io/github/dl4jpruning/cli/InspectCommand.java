package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.network.NetworkReader;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code inspect FILE}. */
@Command(
    name = "inspect",
    description =
        "Shows what a network is made of: layers, zeros, costs, what can be pruned and what not and"
            + " why, and what pruning would buy.")
final class InspectCommand extends NetworkCommand {
  @Parameters(paramLabel = "FILE", description = "A .zip of DL4J, a checkpoint, a .dlp or .h5.")
  private Path file;

  @Mixin private InputOption input = new InputOption();

  InspectCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    show(new InspectionAnswer(Inspection.of(NetworkReader.read(file), input.types())));
  }
}
