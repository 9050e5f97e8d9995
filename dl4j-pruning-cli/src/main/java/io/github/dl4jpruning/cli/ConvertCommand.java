package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.NetworkOutput;
import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.io.SharedValues;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.io.Written;
import io.github.dl4jpruning.onnx.Exported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convert FILE -o OUT}. */
@Command(
    name = "convert",
    sortOptions = false,
    description = "Writes a network as another kind of file.")
final class ConvertCommand extends NetworkCommand {
  @Parameters(paramLabel = "FILE", description = "The network.")
  private Path file;

  @Mixin private NetworkOutput output = new NetworkOutput();
  @Mixin private InputOption input = new InputOption();

  @Option(names = "--half", description = "Of a .dlp: weights rounded to 16 bits.")
  private boolean half;

  @Option(
      names = "--shared-values",
      paramLabel = "N",
      description = "Of a .dlp: N values for each weight matrix, 2 to 256, by k-means.")
  private Optional<Integer> shared = Optional.empty();

  @Option(
      names = "--uniform",
      description = "With --shared-values: multiples of one scale instead of clusters.")
  private boolean uniform;

  @Option(
      names = "--program",
      description = "Of a .dlp: with the program by which the runtime answers without DL4J.")
  private boolean program;

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description =
          "Of a .dlp or .onnx: a model card to put in, such as a report's model-card.json; by default"
              + " that of a .dlp goes along.")
  private Path card;

  ConvertCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    output.checkOrOnnx();
    WriteOptions options = options(); // refuses for other files what is for small ones
    Optional<String> given = card();
    SavedNetwork saved = NetworkReader.read(file);
    Optional<String> along = given.or(saved::card);
    if (output.isOnnx()) {
      Exported exported = output.writeOnnx(saved.network(), along, input.known(saved.model()));
      show(new ToOnnx(saved, output.file(), exported));
      return;
    }
    if (program) {
      input.known(saved.model());
    }
    // a small file wants +0.0; products with masks leave -0.0 as well
    Pruner.apply(saved.network(), saved.masks());
    Optional<Written> written =
        output.write(saved.network(), saved.masks(), along.map(options::withCard).orElse(options));
    show(new Converted(saved, output.file(), Files.size(output.file()), written));
  }

  private Optional<String> card() throws Failure {
    if (card == null) {
      return Optional.empty();
    }
    if (!output.isSmall() && !output.isOnnx()) {
      throw Failure.usage("--card is for a .dlp or .onnx, not for " + output.file());
    }
    try {
      String text = Files.readString(card);
      WriteOptions.defaults().withCard(text); // refuses what is too long
      return Optional.of(text);
    } catch (NoSuchFileException e) {
      throw Failure.unreadable("Can't read %s: there is no such file".formatted(card));
    } catch (IOException e) {
      throw Failure.unreadable("Can't read %s: a model card is text in UTF-8".formatted(card));
    } catch (IllegalArgumentException e) {
      throw Failure.unreadable("Can't read %s: %s".formatted(card, e.getMessage()));
    }
  }

  private WriteOptions options() throws Failure {
    boolean small = half || shared.isPresent() || program || uniform;
    if (small && !output.isSmall()) {
      throw Failure.usage(
          "--half, --shared-values, --uniform and --program are for a .dlp, not for "
              + output.file());
    }
    if (uniform && shared.isEmpty()) {
      throw Failure.usage("--uniform needs --shared-values N");
    }
    WriteOptions options = WriteOptions.defaults();
    if (half) {
      options = options.withHalfPrecision();
    }
    if (shared.isPresent()) {
      try {
        options =
            options.withSharedValues(
                uniform ? SharedValues.uniform(shared.get()) : SharedValues.kMeans(shared.get()));
      } catch (IllegalArgumentException e) {
        throw Failure.usage(e.getMessage());
      }
    }
    return program ? options.withProgram(input.types()) : options;
  }

  /** What was written, and what was lost. */
  private record Converted(SavedNetwork saved, Path output, long bytes, Optional<Written> written)
      implements Answer {
    @Override
    public void print(Console console) {
      console.say(
          "%s: %s, was %s".formatted(output, Figures.bytes(bytes), Figures.bytes(saved.bytes())));
      if (written.isEmpty() && saved.card().isPresent()) {
        console.say("left behind: the model card, for which a .zip has no place");
      }
      written
          .filter(lost -> lost.largestError() > 0)
          .ifPresent(
              lost ->
                  console.say(
                      "shared values are %.2g from the weights at most, %.2g on average"
                          .formatted(lost.largestError(), lost.meanError())));
      written
          .filter(lost -> lost.outputError().isPresent())
          .ifPresent(
              lost ->
                  console.say(
                      "proof: the runtime's outputs are within %.1e of DL4J's"
                          .formatted(lost.outputError().getAsDouble())));
    }

    @Override
    public JsonText json() {
      return new JsonText()
          .with("output", output.toString())
          .with("bytes", bytes)
          .with("bytesBefore", saved.bytes())
          .with("largestError", written.map(Written::largestError))
          .with("meanError", written.map(Written::meanError))
          .with("outputError", written.flatMap(w -> w.outputError().stream().boxed().findFirst()));
    }
  }

  /** What other runtimes will see. */
  private record ToOnnx(SavedNetwork saved, Path output, Exported exported) implements Answer {
    @Override
    public void print(Console console) {
      console.say(
          "%s: %s, was %s"
              .formatted(output, Figures.bytes(exported.bytes()), Figures.bytes(saved.bytes())));
      console.say(
          "ONNX, opset %s: %s gives %s"
              .formatted(
                  exported.opset(),
                  String.join(", ", exported.inputs()),
                  String.join(", ", exported.outputs())));
    }

    @Override
    public JsonText json() {
      return new JsonText()
          .with("output", output.toString())
          .with("bytes", exported.bytes())
          .with("bytesBefore", saved.bytes())
          .with("opset", exported.opset())
          .with("inputs", exported.inputs())
          .with("outputs", exported.outputs());
    }
  }
}
