package io.github.dl4jpruning.spark;

import io.github.dl4jpruning.PruningDriver;
import io.github.dl4jpruning.PruningListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * DL4J's ParameterAveragingTrainingMaster, which prunes. Masks are decided on the driver, from the
 * averaged parameters after each split; each task takes them along, one bit per weight, and keeps
 * them at every step. A task that is run again gets the same masks.
 *
 * <pre>{@code
 * var master = new PruningParameterAveraging(
 *     new ParameterAveragingTrainingMaster.Builder(batchSize)
 *         .batchSizePerWorker(batchSize).averagingFrequency(5).saveUpdater(true),
 *     pruner);
 * var spark = new SparkDl4jMultiLayer(sc, net, master);
 * for (int epoch = 0; epoch < epochs; epoch++) {
 *   spark.fit(data);
 * }
 * pruner.requireComplete();
 * }</pre>
 *
 * <p>A step is one of each worker, as DL4J's iteration counter has it: a split is {@code
 * averagingFrequency} steps. Each {@code fit()} is an epoch. For one network; not thread-safe.
 */
public final class PruningParameterAveraging extends ParameterAveragingTrainingMaster {
  private final PruningListener pruner;
  private Optional<PruningDriver> driver = Optional.empty();

  /**
   * A training master.
   *
   * @param builder DL4J's settings
   * @param pruner the listener; add it to nothing, the tasks get its worker form from here
   */
  public PruningParameterAveraging(Builder builder, PruningListener pruner) {
    super(builder);
    this.pruner = pruner;
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    fit(network.getNetwork(), () -> super.executeTraining(network, data));
  }

  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    fit(graph.getNetwork(), () -> super.executeTraining(graph, data));
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    fit(graph.getNetwork(), () -> super.executeTrainingMDS(graph, data));
  }

  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    fit(
        networkOf(network, graph),
        () -> super.executeTrainingPaths(network, graph, paths, loader, multiLoader));
  }

  /** One call of a user's {@code fit()}; DL4J's methods call one another. */
  private void fit(Model network, Runnable training) {
    if (driver.isPresent()) {
      training.run();
      return;
    }
    driver = Optional.of(PruningDriver.of(pruner, network));
    try {
      driver.get().fitStarts();
      training.run();
      driver.get().fitEnds();
    } finally {
      driver = Optional.empty();
    }
  }

  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
    takePrunerAlong();
    return super.getWorkerInstance(network);
  }

  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkComputationGraph graph) {
    takePrunerAlong();
    return super.getWorkerInstance(graph);
  }

  /** The workers' listeners are written when Spark sends a task, with the masks of that moment. */
  private void takePrunerAlong() {
    List<TrainingListener> all = new ArrayList<>();
    all.add(pruner);
    if (listeners != null) {
      listeners.stream().filter(listener -> listener != pruner).forEach(all::add);
    }
    listeners = all;
  }

  @Override
  protected void processResults(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<ParameterAveragingTrainingResult> results,
      int split,
      int splits) {
    int before = iterations(network, graph);
    super.processResults(network, graph, results, split, splits);
    // A split without data for any worker counts no iteration.
    driver.orElseThrow().stepsDone(iterations(network, graph) - before);
  }

  private static Model networkOf(SparkDl4jMultiLayer network, SparkComputationGraph graph) {
    return network == null ? graph.getNetwork() : network.getNetwork();
  }

  private static int iterations(SparkDl4jMultiLayer network, SparkComputationGraph graph) {
    return network == null
        ? graph.getNetwork().getConfiguration().getIterationCount()
        : network.getNetwork().getLayerWiseConfigurations().getIterationCount();
  }

  // DL4J compares settings, of which a listener is none.

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof PruningParameterAveraging;
  }
}
