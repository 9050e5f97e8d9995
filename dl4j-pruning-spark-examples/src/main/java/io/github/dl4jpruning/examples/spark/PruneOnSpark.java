package io.github.dl4jpruning.examples.spark;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.LeNet;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.schedule.FixedSchedule;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does it work on a cluster? Trains LeNet-300-100 on Spark, and prunes it meanwhile. */
@Command(
    name = "prune-on-spark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Trains LeNet-300-100 on Spark, and prunes it meanwhile.")
public final class PruneOnSpark implements Callable<Integer> {
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

  private final TrainingListener[] others;

  /** Does what the command line says. */
  public PruneOnSpark() {
    this(new TrainingListener[0]);
  }

  PruneOnSpark(TrainingListener... others) {
    this.others = others.clone();
  }

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    System.exit(line(new PruneOnSpark()).execute(args));
  }

  static CommandLine line(PruneOnSpark program) {
    return new CommandLine(program).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException {
    TrainTest images = Images.load(Optional.ofNullable(data));
    Trained trained = train(count == null ? images.train() : images.train().first(count));
    double right =
        trained
            .net()
            .doEvaluation(images.test().sequential(250), new Evaluation(ImageSet.CLASSES))[0]
            .accuracy();
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f %% of the test images right%n",
        trained.pruner().status(),
        100 * right);
    return 0;
  }

  /**
   * What comes out.
   *
   * @param net the driver's network
   * @param pruner what pruned it
   */
  record Trained(MultiLayerNetwork net, PruningListener pruner) {}

  Trained train(ImageSet images) {
    LeNet lenet = LeNet.LENET300;
    MultiLayerNetwork net = lenet.create(new FixedSchedule(lenet.learningRate()), lenet.l2(), 1);
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(sparsity)
                .epochs(0, Math.max(0, epochs * 6 / 10 - 1), 1)
                .build());
    try (JavaSparkContext spark = new JavaSparkContext(conf())) {
      JavaRDD<DataSet> batches = Images.distribute(spark, images, 1, workers);
      engine.fit(spark, net, pruner, batches, epochs, others);
    }
    pruner.requireComplete();
    return new Trained(net, pruner);
  }

  /** Executors get the JVM flags that this process has; docs/workers.md lists them. */
  private SparkConf conf() {
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
