package io.github.dl4jpruning.benchmarks.tables;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dl4jpruning.examples.comparison.Cost;
import io.github.dl4jpruning.examples.comparison.EvaluateOn;
import io.github.dl4jpruning.examples.comparison.TrainedNetwork;
import io.github.dl4jpruning.examples.console.Json;
import io.github.dl4jpruning.examples.console.Places;
import io.github.dl4jpruning.examples.console.ProgressView;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One run of a table in {@code docs/benchmarks.md}, written to a file of its own; or, with {@code
 * --summarise}, the table itself. A run whose file exists is not repeated, so a script that starts
 * them all goes on where it was stopped. The options of two programs.
 */
final class TableOptions {
  /** Images set aside with {@code --evaluate-on validation}. */
  private static final int VALIDATION_IMAGES = 5_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the files.")
  private Path out;

  @Option(names = "--summarise", description = "Print the table over all files in --out.")
  private boolean summarise;

  @Option(names = "--fetch", description = "Read or download the data, and do no more.")
  private boolean fetch;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with the data set's files; else DL4J's cache, else a download.")
  private Path data;

  @Option(
      names = "--batch",
      defaultValue = "64",
      paramLabel = "N",
      description = "Images per training step. Default: 64.")
  private int batch;

  @Option(
      names = "--changes",
      defaultValue = "50",
      paramLabel = "N",
      description = "How many times masks change, about. Default: 50.")
  private int changes;

  @Option(
      names = "--evaluate-on",
      defaultValue = "test",
      paramLabel = "NAME",
      description =
          "test, or validation: the last 5,000 training images, shuffled by the seed. Default:"
              + " test.")
  private EvaluateOn evaluateOn;

  int batch() {
    return batch;
  }

  int changes() {
    return changes;
  }

  /**
   * Does what the options say.
   *
   * @param source of the images
   * @param wanted what is to be run; throws IllegalArgumentException for values out of range
   * @param pairs how often the network is timed; 0 if nobody asks what it costs
   */
  void run(ImageSource source, Supplier<TableRun.Treatment> wanted, int pairs)
      throws IOException, InterruptedException {
    if (summarise) {
      Screen.STANDARD.println(TableSummary.markdown(readAll(out, TableRun.class)).stripTrailing());
    } else if (fetch) {
      Places.requireFolder("--out", out);
      source.load(Optional.ofNullable(data));
    } else {
      TableRun.Treatment treatment;
      try {
        treatment = wanted.get();
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command.commandLine(), e.getMessage(), e);
      }
      run(source.load(Optional.ofNullable(data)), treatment, pairs);
    }
  }

  private void run(TrainTest images, TableRun.Treatment treatment, int pairs) throws IOException {
    ImageSet train = images.train();
    ImageSet judge = images.test();
    if (evaluateOn == EvaluateOn.VALIDATION) {
      ImageSet.Split split = train.split(VALIDATION_IMAGES, treatment.training().seed());
      train = split.train();
      judge = split.validation();
    }
    Places.requireFolder("--out", out);
    TableRun.Settings settings = TableRun.Settings.of(treatment, evaluateOn, train.count());
    Path file = out.resolve(settings.fileName());
    if (Files.exists(file)) {
      requireSame(settings, file);
      Screen.STANDARD.println(file + " exists: nothing to do");
      return;
    }
    Trainer trainer = new Trainer(treatment.training(), train.augmented(treatment.augmentation()));
    ProgressView view = lines(trainer.iterations() / treatment.training().epochs());
    TrainedNetwork trained = treatment.train(trainer, view);
    Optional<Cost> cost =
        pairs > 0 ? Optional.of(cost(trainer, pairs, trained.network(), judge)) : Optional.empty();
    TableRun result =
        TableRun.of(settings, trained, error(trained, judge), error(trained, train), cost);
    Json.write(file, result);
    Screen.STANDARD.println(
        String.format(
            Locale.ROOT,
            "%s: error %.2f %%, train error %.2f %%, %.1f s",
            file,
            100 * result.error(),
            100 * result.trainError(),
            result.seconds()));
  }

  /** In turns with a dense network of random weights: how fast it is does not depend on them. */
  private static Cost cost(Trainer trainer, int pairs, Model network, ImageSet images) {
    return Cost.measure(
            images.shape().values(),
            pairs,
            trainer.plan().network(trainer.train(), 1),
            List.of(network))
        .get(1);
  }

  /** Free of the rounding in 1 − accuracy. */
  private static double error(TrainedNetwork trained, ImageSet images) {
    double right = images.accuracy(trained.network()) * images.count();
    return (images.count() - Math.rint(right)) / images.count();
  }

  /** One line per epoch. */
  private static ProgressView lines(long stepsPerEpoch) {
    return now -> {
      if (now.iteration() % stepsPerEpoch == 0) {
        Screen.STANDARD.println(
            String.format(
                Locale.ROOT,
                "epoch %d: loss %.4f, sparsity %.4f",
                now.epoch(),
                now.loss(),
                now.sparsity()));
      }
    };
  }

  private static void requireSame(TableRun.Settings settings, Path file) throws IOException {
    JsonNode before = Json.MAPPER.readTree(file.toFile()).get("settings");
    if (!settings.equals(Json.MAPPER.treeToValue(before, TableRun.Settings.class))) {
      throw new IOException(
          "%s was made with other settings: %s, now %s. Choose another --out"
              .formatted(file, before, Json.MAPPER.valueToTree(settings)));
    }
  }

  /** What runs have left in a folder, in any order. */
  static <T> List<T> readAll(Path folder, Class<T> type) throws IOException {
    List<T> results = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        results.add(Json.MAPPER.readValue(file.toFile(), type));
      }
    }
    return results;
  }
}
