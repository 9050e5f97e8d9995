package io.github.dl4jpruning.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.MnistSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One run of the MNIST table in {@code docs/benchmarks.md}, written to a file of its own; or, with
 * {@code --summarise}, the table itself. A run whose file exists is not repeated, so a script that
 * starts them all goes on where it was stopped.
 */
@Command(
    name = "mnist-table",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Trains one network on MNIST and writes its error to a file; or sums up the files.")
public final class MnistTable implements Callable<Integer> {
  /** Images set aside with {@code --evaluate-on validation}. */
  private static final int VALIDATION_IMAGES = 5_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the files.")
  private Path out;

  @Option(names = "--summarise", description = "Print the table over all files in --out.")
  private boolean summarise;

  @Option(names = "--fetch", description = "Read or download MNIST, and do no more.")
  private boolean fetch;

  @Option(names = "--model", defaultValue = "lenet300", description = "lenet300 or lenet5.")
  private LeNet model;

  @Option(
      names = "--sparsity",
      paramLabel = "S",
      description = "Fraction to remove, 0 to below 1; without it the network stays dense.")
  private Double sparsity;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: 1.")
  private long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with MNIST's four files; else DL4J's cache, else a download.")
  private Path data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Default: 25 for lenet300, 5 for lenet5.")
  private Integer epochs;

  @Option(names = "--batch", defaultValue = "64", paramLabel = "N", description = "Default: 64.")
  private int batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description =
          "Adam's at the start; falls to 0 in a straight line. Default:"
              + " 0.003 for lenet5, 0.002 for lenet300.")
  private Double learningRate;

  @Option(
      names = "--l2",
      defaultValue = "0.0001",
      paramLabel = "R",
      description =
          "Pulls weights towards 0, so that magnitude tells more about them. Default: 0.0001.")
  private double l2;

  @Mixin private PruningOptions options;

  @Option(
      names = "--begin",
      defaultValue = "0.1",
      paramLabel = "F",
      description = "Pruning begins after this fraction of the training. Default: 0.1.")
  private double begin;

  @Option(
      names = "--end",
      defaultValue = "0.6",
      paramLabel = "F",
      description = "Pruning ends after this fraction of the training. Default: 0.6.")
  private double end;

  @Option(
      names = "--changes",
      defaultValue = "50",
      paramLabel = "N",
      description = "How many times masks change, about. Default: 50.")
  private int changes;

  @Option(
      names = "--evaluate-on",
      defaultValue = "test",
      description =
          "test, or validation: the last 5,000 training images, shuffled by the seed. Default:"
              + " test.")
  private EvaluateOn evaluateOn;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new MnistTable(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (summarise) {
      Screen.STANDARD.println(TableSummary.markdown(readAll()).stripTrailing());
      return 0;
    }
    if (fetch) {
      load();
      return 0;
    }
    TrainingPlan training;
    Optional<PruningPlan> pruning;
    try {
      int passes = epochs != null ? epochs : model == LeNet.LENET5 ? 5 : 25;
      double rate = learningRate == null ? model.learningRate() : learningRate;
      training = new TrainingPlan(model, passes, batch, rate, l2, seed);
      pruning = Optional.ofNullable(sparsity).map(s -> options.plan(s, begin, end, changes));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    run(training, pruning);
    return 0;
  }

  private void run(TrainingPlan training, Optional<PruningPlan> pruning)
      throws IOException, InterruptedException {
    TrainTest mnist = load();
    ImageSet train = mnist.train();
    ImageSet judge = mnist.test();
    if (evaluateOn == EvaluateOn.VALIDATION) {
      ImageSet.Split split = train.split(VALIDATION_IMAGES, training.seed());
      train = split.train();
      judge = split.validation();
    }
    TableRun.Settings settings =
        new TableRun.Settings(training, pruning.orElse(null), evaluateOn, train.count());
    Path file = out.resolve(settings.fileName());
    if (Files.exists(file)) {
      requireSame(settings, file);
      Screen.STANDARD.println(file + " exists: nothing to do");
      return;
    }
    Trainer trainer = new Trainer(training, train, Optional.empty(), 0);
    Consumer<Progress> observer = lines(trainer.iterations() / training.epochs());
    TrainedNetwork trained =
        pruning.isPresent() ? trainer.pruned(pruning.get(), observer) : trainer.dense(observer);
    TableRun result = result(settings, trained, train, judge);
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

  private TrainTest load() throws IOException, InterruptedException {
    MnistSource source = MnistSource.standard();
    return data == null ? source.load() : source.load(data);
  }

  private static TableRun result(
      TableRun.Settings settings, TrainedNetwork trained, ImageSet train, ImageSet judge) {
    boolean dense = trained.masks().isEmpty();
    return new TableRun(
        settings,
        error(trained, judge),
        error(trained, train),
        dense ? trained.network().numParams() : trained.masks().length(),
        dense ? trained.network().numParams() : trained.masks().kept(),
        trained.took().toNanos() / 1e9,
        Versions.current());
  }

  /** Free of the rounding in 1 − accuracy. */
  private static double error(TrainedNetwork trained, ImageSet images) {
    double right = Trainer.accuracy(trained.network(), images) * images.count();
    return (images.count() - Math.rint(right)) / images.count();
  }

  /** One line per epoch. */
  private static Consumer<Progress> lines(long stepsPerEpoch) {
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
    JsonNode now = Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(settings));
    if (!now.equals(before)) {
      throw new IOException(
          "%s was made with other settings: %s, now %s. Choose another --out"
              .formatted(file, before, now));
    }
  }

  private List<TableRun> readAll() throws IOException {
    List<TableRun> runs = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "*.json")) {
      for (Path file : files) {
        runs.add(Json.MAPPER.readValue(file.toFile(), TableRun.class));
      }
    }
    return runs;
  }
}
