package io.github.dl4jpruning.examples.spark;

import io.github.dl4jpruning.examples.data.TrainTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What PruneOnSpark does otherwise on request. */
final class SparkOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark's master. Default: what spark-submit says, else local[2], two threads of this"
              + " process.")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "One more of Spark's settings; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--engine",
      defaultValue = "averaging",
      paramLabel = "NAME",
      description =
          "averaging: masks are decided on the driver after every split; shared: gradients are"
              + " shared, and masks change between epochs. Default: averaging.")
  private Engine engine;

  @Option(names = "--workers", defaultValue = "2", paramLabel = "N", description = "Default: 2.")
  private int workers;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with MNIST's four files; without it, digits that the program draws.")
  private Path data;

  @Option(names = "--images", paramLabel = "N", description = "Use the first N training images.")
  private Integer count;

  @Option(names = "--epochs", defaultValue = "10", paramLabel = "N", description = "Default: 10.")
  private int epochs;

  @Option(
      names = "--sparsity",
      defaultValue = "0.9",
      paramLabel = "S",
      description = "Fraction of the weights to remove. Default: 0.9.")
  private double sparsity;

  Engine engine() {
    return engine;
  }

  int workers() {
    return workers;
  }

  int epochs() {
    return epochs;
  }

  double sparsity() {
    return sparsity;
  }

  /** The digits, as many as are wanted; what is wrong with the options shows here, before Spark. */
  TrainTest load() throws IOException {
    if (epochs < 1 || workers < 1 || !(sparsity >= 0 && sparsity < 1)) {
      throw new ParameterException(
          command.commandLine(),
          "--epochs and --workers must be at least 1 and --sparsity at least 0 and below 1, got %s, %s and %s"
              .formatted(epochs, workers, sparsity));
    }
    TrainTest all = Images.load(Optional.ofNullable(data));
    if (count == null) {
      return all;
    }
    if (count < 1 || count > all.train().count()) {
      throw new ParameterException(
          command.commandLine(),
          "--images must be 1 to %s, got %s".formatted(all.train().count(), count));
    }
    return new TrainTest(all.train().first(count), all.test());
  }

  /** Executors get the JVM flags that this process has; docs/workers.md lists them. */
  SparkConf conf() {
    String flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("--add-opens") || flag.startsWith("-Daeron"))
            .collect(Collectors.joining(" "));
    SparkConf conf =
        new SparkConf()
            .setAppName("dl4j-pruning")
            .setIfMissing("spark.executor.extraJavaOptions", flags)
            .set("spark.executorEnv.OMP_NUM_THREADS", "1")
            .set("spark.ui.enabled", "false");
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[2]");
    if (conf.get("spark.master").startsWith("local")) {
      onLoopback(conf);
    }
    settings.forEach(conf::set);
    return conf;
  }

  /** With the executors in this process, no other machine has to reach it. */
  static SparkConf onLoopback(SparkConf conf) {
    return conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
  }
}
