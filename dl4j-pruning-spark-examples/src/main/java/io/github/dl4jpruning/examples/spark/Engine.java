package io.github.dl4jpruning.examples.spark;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.spark.PruningBetweenFits;
import io.github.dl4jpruning.spark.PruningParameterAveraging;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.AdaptiveThresholdAlgorithm;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.parameterserver.distributed.conf.VoidConfiguration;
import org.nd4j.parameterserver.distributed.v2.enums.MeshBuildMode;

/** DL4J's two ways to train on Spark, pruning. */
enum Engine {
  /** Workers train copies; every few steps, their parameters are averaged. */
  AVERAGING {
    @Override
    void fit(
        JavaSparkContext spark,
        MultiLayerNetwork net,
        PruningListener pruner,
        JavaRDD<DataSet> data,
        int epochs,
        TrainingListener... others) {
      var builder =
          new ParameterAveragingTrainingMaster.Builder(data.getNumPartitions(), Images.BATCH)
              .batchSizePerWorker(Images.BATCH)
              .averagingFrequency(STEPS_OF_A_SPLIT)
              .saveUpdater(true) // DL4J's default, false, begins each split with no momentum
              .rddTrainingApproach(RDDTrainingApproach.Direct)
              // Each split looks through all data: serialized, as by default, that is slow.
              .storageLevel(StorageLevel.MEMORY_ONLY())
              .repartionData(Repartition.NumPartitionsWorkersDiffers);
      var trained =
          new SparkDl4jMultiLayer(spark, net, new PruningParameterAveraging(builder, pruner));
      trained.setListeners(others);
      for (int epoch = 0; epoch < epochs; epoch++) {
        trained.fit(data);
      }
    }
  },

  /** Workers exchange encoded updates as they train. */
  SHARED {
    @Override
    void fit(
        JavaSparkContext spark,
        MultiLayerNetwork net,
        PruningListener pruner,
        JavaRDD<DataSet> data,
        int epochs,
        TrainingListener... others) {
      var master =
          new SharedTrainingMaster.Builder(network(spark), Images.BATCH)
              .batchSizePerWorker(Images.BATCH)
              .workersPerNode(1)
              .rddTrainingApproach(RDDTrainingApproach.Direct)
              .thresholdAlgorithm(new AdaptiveThresholdAlgorithm(1e-4))
              .build();
      var trained = new SparkDl4jMultiLayer(spark, net, master);
      PruningBetweenFits pruning = PruningBetweenFits.of(trained, pruner, others);
      for (int epoch = 0; epoch < epochs; epoch++) {
        pruning.fit(data);
      }
    }
  };

  private static final int STEPS_OF_A_SPLIT = 5;

  /**
   * Trains and prunes.
   *
   * @param data minibatches, as many partitions as there are workers
   * @param others the workers' listeners besides the pruner
   */
  abstract void fit(
      JavaSparkContext spark,
      MultiLayerNetwork net,
      PruningListener pruner,
      JavaRDD<DataSet> data,
      int epochs,
      TrainingListener... others);

  /** How the workers find the driver, and which addresses they take. */
  private static VoidConfiguration network(JavaSparkContext spark) {
    String driver = addressOf(spark.sc().conf().get("spark.driver.host"));
    return VoidConfiguration.builder()
        .controllerAddress(driver)
        .networkMask(driver.replaceAll("\\d+$", "0/24"))
        .portSupplier(new FreePort())
        .meshBuildMode(MeshBuildMode.PLAIN)
        .build();
  }

  private static String addressOf(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("The driver's host has no address: " + host, e);
    }
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
