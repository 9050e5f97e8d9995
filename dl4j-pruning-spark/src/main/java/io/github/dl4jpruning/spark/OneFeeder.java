package io.github.dl4jpruning.spark;

import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.Repartitioner;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.deeplearning4j.spark.util.SparkUtils;

/**
 * Partitions as the master makes them, and in each executor one task that trains with the data of
 * all.
 *
 * <p>DL4J has each task of an executor feed the training that one of them runs, too. But a task
 * that comes in after that one has looked for more, and before it has said that it ends, is
 * forgotten, and waits for ever.
 */
final class OneFeeder implements Repartitioner {
  private static final long serialVersionUID = 1;

  private final int master;

  /** None: what DL4J does without one. */
  private final Repartitioner chosen;

  private final Repartition otherwise;

  private OneFeeder(SharedTrainingMaster master) {
    this.master = master.getInstanceId();
    this.chosen = master.getRepartitioner();
    this.otherwise = master.getRepartition();
  }

  static void setOn(SharedTrainingMaster master) {
    if (!(master.getRepartitioner() instanceof OneFeeder)) {
      master.setRepartitioner(new OneFeeder(master));
    }
  }

  @Override
  public <T> JavaRDD<T> repartition(JavaRDD<T> data, int leastObjects, int executors) {
    JavaRDD<T> partitions =
        chosen == null
            ? SparkUtils.repartitionEqually(data, otherwise, executors)
            : chosen.repartition(data, leastObjects, executors);
    int id = master;
    return partitions.mapPartitions(share -> Feed.join(id, share));
  }

  @Override
  public String toString() {
    return Optional.<Object>ofNullable(chosen).orElse(otherwise) + ", one feeder per executor";
  }
}
