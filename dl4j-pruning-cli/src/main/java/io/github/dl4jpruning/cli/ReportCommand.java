package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.NetworkOutput;
import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.reporting.PruningReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report FILE -o PAGE}. */
@Command(
    name = "report",
    sortOptions = false,
    description = "Writes the page of a network as it is: layers, weights, masks, costs.")
final class ReportCommand extends NetworkCommand {
  @Parameters(paramLabel = "FILE", description = "The network.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PAGE",
      required = true,
      description = "A .html, or a folder for the page with tables and figures as files.")
  private Path output;

  @Option(names = "--title", description = "The heading; the file's name by default.")
  private String title;

  @Option(names = "--force", description = "Replace PAGE if it is there.")
  private boolean force;

  ReportCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    boolean page = output.toString().toLowerCase(Locale.ROOT).endsWith(".html");
    if (page) {
      NetworkOutput.check(output, force);
    }
    SavedNetwork saved = NetworkReader.read(file);
    PruningReport report =
        saved.run().isPresent()
            ? PruningReport.of(saved.run().get(), saved.network())
            : PruningReport.of(saved.network(), saved.masks());
    report.titled(title == null ? file.getFileName().toString() : title);
    try {
      if (page) {
        report.html(output);
      } else {
        report.writeTo(output);
      }
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
    show(new Written(page ? output : output.resolve("report.html")));
  }

  /** Where the page is. */
  private record Written(Path page) implements Answer {
    @Override
    public void print(Console console) {
      console.say("Open " + page);
    }

    @Override
    public JsonText json() {
      return new JsonText().with("page", page.toString());
    }
  }
}
