package io.github.dl4jpruning.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to choose from. */
@Command(
    name = "dl4j-pruning",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    description = "Looks into, prunes, shrinks and converts saved networks of Deeplearning4j.",
    subcommands = {
      InspectCommand.class,
      PruneCommand.class,
      ShrinkCommand.class,
      FoldCommand.class,
      ScanCommand.class,
      SearchCommand.class,
      ConvertCommand.class,
      CompareCommand.class,
      BenchCommand.class,
      ReportCommand.class,
      DemoCommand.class,
      WarmUpCommand.class,
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a fault of this program",
      "2:wrong options",
      "3:a file can't be read, or is not what it should be",
      "4:what was asked for does not fit the network or its data",
      "5:a result can't be written",
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing");
  }

  /** The build's version. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = RootCommand.class.getResourceAsStream("version.properties")) {
        properties.load(in);
      }
      return new String[] {"dl4j-pruning " + properties.getProperty("version")};
    }
  }
}
