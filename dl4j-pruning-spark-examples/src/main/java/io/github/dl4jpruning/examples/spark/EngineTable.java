package io.github.dl4jpruning.examples.spark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Places;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.io.AtomicFile;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One run of the table of engines in {@code docs/benchmarks.md}, LeNet-300-100 on MNIST, or the
 * table itself. Dense networks have a listener too, which prunes nothing: so what it mends of DL4J
 * is mended for both.
 */
@Command(
    name = "engine-table",
    description = "Trains LeNet-300-100 on MNIST by one engine; or sums up all runs.")
public final class EngineTable implements Callable<Integer> {
  private static final int WORKERS = 2;
  private static final int STEPS_OF_A_ROUND = 5;
  private static final int HALVINGS = 6;
  private static final JsonMapper JSON = new JsonMapper();

  /** Who trains. */
  enum By {
    /** One thread. */
    SINGLE("one thread") {
      @Override
      void fit(
          MultiLayerNetwork net, PruningListener pruner, ImageSet train, long seed, int epochs) {
        net.setListeners(pruner);
        net.fit(train.iterator(Images.BATCH, seed), epochs);
      }
    },

    /** Two threads of a ParallelWrapper, which averages. */
    WRAPPER("ParallelWrapper, 2 workers") {
      @Override
      void fit(
          MultiLayerNetwork net, PruningListener pruner, ImageSet train, long seed, int epochs) {
        net.setListeners(pruner);
        DataSetIterator data = train.iterator(Images.BATCH, seed);
        ParallelWrapper wrapper =
            new ParallelWrapper.Builder<>(net)
                .workers(WORKERS)
                .averagingFrequency(STEPS_OF_A_ROUND)
                .build();
        for (int epoch = 0; epoch < epochs; epoch++) {
          wrapper.fit(data);
          pruner.afterFit(net);
        }
        wrapper.shutdown();
      }
    },

    /** Two threads of Spark in this process; parameter averaging. */
    SPARK("Spark, 2 workers") {
      @Override
      void fit(
          MultiLayerNetwork net, PruningListener pruner, ImageSet train, long seed, int epochs) {
        SparkConf conf =
            SparkOptions.onLoopback(new SparkConf())
                .setMaster("local[2]")
                .setAppName("engine-table")
                .set("spark.ui.enabled", "false");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
          var data = Images.distribute(spark, train, seed, WORKERS);
          Engine.AVERAGING.fit(spark, net, pruner, data, epochs);
        }
      }
    };

    private final String title;

    By(String title) {
      this.title = title;
    }

    abstract void fit(
        MultiLayerNetwork net, PruningListener pruner, ImageSet train, long seed, int epochs);

    int workers() {
      return this == SINGLE ? 1 : WORKERS;
    }
  }

  /**
   * One run.
   *
   * @param by who trained
   * @param sparsity 0 for dense
   * @param seed of weights and order of the images
   * @param epochs passes over the images
   * @param error on the test images, 0 to 1
   * @param seconds of training
   */
  record Run(By by, double sparsity, long seed, int epochs, double error, double seconds) {
    String fileName() {
      return String.format(
          Locale.ROOT, "%s-%s-seed%d.json", by.name().toLowerCase(Locale.ROOT), sparsity, seed);
    }
  }

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the runs.")
  private Path out;

  @Option(names = "--summarise", description = "Print the table over all files in --out.")
  private boolean summarise;

  @Option(names = "--fetch", description = "Read or download MNIST, and do no more.")
  private boolean fetch;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with MNIST's four files; else DL4J's cache, else a download.")
  private Path data;

  @Option(names = "--by", defaultValue = "single", description = "single, wrapper or spark.")
  private By by;

  @Option(names = "--sparsity", defaultValue = "0", paramLabel = "S", description = "Default: 0.")
  private double sparsity;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: 1.")
  private long seed;

  @Option(names = "--epochs", defaultValue = "12", paramLabel = "N", description = "Default: 12.")
  private int epochs;

  @Option(names = "--images", paramLabel = "N", description = "Use the first N training images.")
  private Integer count;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    System.exit(line().execute(args));
  }

  static CommandLine line() {
    return Commands.line(new EngineTable());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (summarise) {
      Screen.STANDARD.println(table(readAll()));
      return 0;
    }
    Places.requireFolder("--out", out);
    TrainTest images = ImageSource.mnist().load(Optional.ofNullable(data));
    Path file = out.resolve(new Run(by, sparsity, seed, epochs, 0, 0).fileName());
    if (fetch || Files.exists(file)) {
      return 0;
    }
    Run run = run(images, count == null ? images.train() : images.train().first(count));
    byte[] json = (JSON.writeValueAsString(run) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, target -> target.write(json));
    Screen.say("%s: error %.2f %%, %.1f s", file, 100 * run.error(), run.seconds());
    return 0;
  }

  private Run run(TrainTest images, ImageSet train) {
    int steps = epochs * ((train.count() + Images.BATCH - 1) / Images.BATCH) / by.workers();
    MultiLayerNetwork net =
        LeNet.LENET300.create(
            new StepSchedule(
                ScheduleType.ITERATION,
                LeNet.LENET300.learningRate(),
                0.5,
                Math.max(1, steps / HALVINGS)),
            LeNet.LENET300.l2(),
            seed);
    PruningListener pruner =
        sparsity == 0
            ? PruningListener.keep(MaskStore.empty())
            : new PruningListener(
                PruningRecipe.builder()
                    .sparsity(sparsity)
                    .iterations(steps / 10, steps * 6L / 10, Math.max(1, steps / 100))
                    .build());
    long start = System.nanoTime();
    by.fit(net, pruner, train, seed, epochs);
    double seconds = (System.nanoTime() - start) / 1e9;
    pruner.requireComplete();
    double right = images.test().accuracy(net);
    return new Run(by, sparsity, seed, epochs, 1 - right, seconds);
  }

  private List<Run> readAll() throws IOException {
    List<Run> runs = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "*.json")) {
      for (Path file : files) {
        runs.add(JSON.readValue(file.toFile(), Run.class));
      }
    }
    return runs;
  }

  /** One line per engine; pruned against the dense network of the same engine and seed. */
  static String table(List<Run> runs) {
    StringBuilder text =
        new StringBuilder(
            "| engine | dense, error in % | pruned | each seed, dense and pruned | pruned minus"
                + " dense (s.e.) |\n| --- | ---: | ---: | --- | ---: |\n");
    for (By by : By.values()) {
      SummaryStatistics dense = new SummaryStatistics();
      SummaryStatistics pruned = new SummaryStatistics();
      SummaryStatistics difference = new SummaryStatistics();
      List<String> seeds = new ArrayList<>();
      runs.stream()
          .filter(run -> run.by() == by && run.sparsity() > 0)
          .sorted(Comparator.comparingLong(Run::seed))
          .forEach(
              run ->
                  runs.stream()
                      .filter(other -> other.by() == by && other.sparsity() == 0)
                      .filter(other -> other.seed() == run.seed())
                      .forEach(
                          other -> {
                            dense.addValue(100 * other.error());
                            pruned.addValue(100 * run.error());
                            difference.addValue(100 * (run.error() - other.error()));
                            seeds.add(
                                String.format(
                                    Locale.ROOT,
                                    "%.2f, %.2f",
                                    100 * other.error(),
                                    100 * run.error()));
                          }));
      if (difference.getN() > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %s | %+.2f (%.2f) |%n",
                by.title,
                dense.getMean(),
                pruned.getMean(),
                seeds.stream().collect(Collectors.joining("; ")),
                difference.getMean(),
                difference.getStandardDeviation() / Math.sqrt((double) difference.getN())));
      }
    }
    return text.toString().stripTrailing();
  }
}
