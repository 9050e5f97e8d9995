package io.github.dl4jpruning.examples.spark;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.schedule.FixedSchedule;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Does it work on a cluster? Trains LeNet-300-100 on Spark, and prunes it meanwhile. */
@Command(
    name = "prune-on-spark",
    description = "Trains LeNet-300-100 on Spark, and prunes it meanwhile.")
public final class PruneOnSpark implements Callable<Integer> {
  @Mixin private SparkOptions options;
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
    return Commands.line(program);
  }

  @Override
  public Integer call() throws IOException {
    TrainTest images = options.load();
    Trained trained = train(images.train());
    Screen.say(
        "%s: %.2f %% of the test images right",
        trained.pruner().status(), 100 * images.test().accuracy(trained.net()));
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
    // 1. The network: on the driver. Workers train copies of it.
    LeNet lenet = LeNet.LENET300;
    MultiLayerNetwork net = lenet.create(new FixedSchedule(lenet.learningRate()), lenet.l2(), 1);

    // 2. What is to go, and when: counted in epochs, since workers count steps of their own.
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(options.sparsity())
            .epochs(0, lastChange(options.epochs()), 1)
            .build();
    PruningListener pruner = new PruningListener(recipe);

    // 3. DL4J's training master, with the listener: see Engine for both kinds.
    try (JavaSparkContext spark = new JavaSparkContext(options.conf())) {
      JavaRDD<DataSet> batches = Images.distribute(spark, images, 1, options.workers());
      options.engine().fit(spark, net, pruner, batches, options.epochs(), others);
    }
    pruner.requireComplete(); // an error if the training was too short for the recipe
    return new Trained(net, pruner);
  }

  /** After three fifths of the training; the rest is fine-tuning. Not at once, if it can be. */
  static int lastChange(int epochs) {
    return Math.max(Math.min(1, epochs - 1), epochs * 6 / 10 - 1);
  }
}
