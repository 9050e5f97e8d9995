package io.github.dl4jpruning.spark;

import io.github.dl4jpruning.PruningDriver;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.schedule.Cadence;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.SparkListenable;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Prunes between the {@code fit()} calls of any training master, SharedTrainingMaster above all:
 * its workers tell the driver nothing before they have ended, so masks stay as they are within a
 * {@code fit()}. Each is an epoch, and recipes count epochs.
 *
 * <p>A SharedTrainingMaster gets a repartitioner that makes the same partitions, and has one task
 * of an executor train with the data of all: DL4J alone hangs now and then where several do, and
 * gives back half a training where one fails.
 *
 * <pre>{@code
 * var spark = new SparkDl4jMultiLayer(sc, net, new SharedTrainingMaster.Builder(…).build());
 * var pruning = PruningBetweenFits.of(spark, pruner);
 * for (int epoch = 0; epoch < epochs; epoch++) {
 *   pruning.fit(data);
 * }
 * pruner.requireComplete();
 * }</pre>
 */
public final class PruningBetweenFits {
  private final PruningDriver driver;
  private final SparkListenable engine;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final Training training;

  /** DL4J's fit() of the one or the other kind of network. */
  private interface Training {
    void fit(JavaRDD<DataSet> data);
  }

  private PruningBetweenFits(
      SparkListenable engine,
      TrainingMaster<?, ?> master,
      Model network,
      PruningListener pruner,
      List<TrainingListener> others,
      Training training) {
    if (pruner
        .attachTo(network)
        .filter(recipe -> recipe.recipe().cadence().unit() != Cadence.Unit.EPOCHS)
        .isPresent()) {
      throw new IllegalArgumentException(
          "Masks change between fit() calls only, and each is an epoch: use epochs(first, last,"
              + " every) in the recipe, or PruningParameterAveraging");
    }
    if (master instanceof SharedTrainingMaster shared) {
      OneFeeder.setOn(shared);
    }
    this.driver = PruningDriver.of(pruner, network);
    this.engine = engine;
    this.training = training;
    this.listeners.add(pruner);
    this.listeners.addAll(others);
  }

  /**
   * For a MultiLayerNetwork.
   *
   * @param spark DL4J's own
   * @param pruner follows a recipe in epochs, or keeps masks
   * @param others the workers' listeners besides it; serializable
   * @return to be used for all {@code fit()} calls
   * @throws IllegalArgumentException if the recipe counts iterations, or needs what only training
   *     steps show
   * @throws IllegalStateException if the listener belongs to another network
   */
  public static PruningBetweenFits of(
      SparkDl4jMultiLayer spark, PruningListener pruner, TrainingListener... others) {
    return new PruningBetweenFits(
        spark, spark.getTrainingMaster(), spark.getNetwork(), pruner, List.of(others), spark::fit);
  }

  /**
   * For a ComputationGraph.
   *
   * @param spark DL4J's own
   * @param pruner follows a recipe in epochs, or keeps masks
   * @param others the workers' listeners besides it; serializable
   * @return to be used for all {@code fit()} calls
   * @throws IllegalArgumentException if the recipe counts iterations, or needs what only training
   *     steps show
   * @throws IllegalStateException if the listener belongs to another network
   */
  public static PruningBetweenFits of(
      SparkComputationGraph spark, PruningListener pruner, TrainingListener... others) {
    return new PruningBetweenFits(
        spark, spark.getTrainingMaster(), spark.getNetwork(), pruner, List.of(others), spark::fit);
  }

  /**
   * Changes the masks if they are due, trains one epoch with them, clears what is pruned. Sets the
   * Spark network's listeners. If it throws, the epoch counts all the same.
   *
   * @param data the examples
   */
  public void fit(JavaRDD<DataSet> data) {
    driver.fitStarts();
    engine.setListeners(listeners);
    training.fit(data);
    driver.fitEnds();
  }
}
