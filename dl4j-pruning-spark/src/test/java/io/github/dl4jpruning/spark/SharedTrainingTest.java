package io.github.dl4jpruning.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.io.Serializable;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.FixedThresholdAlgorithm;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartitioner;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.parameterserver.distributed.conf.VoidConfiguration;
import org.nd4j.parameterserver.distributed.v2.enums.MeshBuildMode;

class SharedTrainingTest {
  @Test
  void fit_twoEpochs_reachesTargetAndKeepsZeros() throws IOException {
    MultiLayerNetwork net = Local.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.75).epochs(0, 1, 1).build());
    try (JavaSparkContext spark = Local.spark()) {
      SparkDl4jMultiLayer trained = new SparkDl4jMultiLayer(spark, net, master().build());
      PruningBetweenFits pruning = PruningBetweenFits.of(trained, pruner);
      for (int epoch = 0; epoch < 2; epoch++) {
        var before = net.params().dup();
        var masks = pruner.masks();
        assertTimeoutPreemptively(
            Duration.ofMinutes(2), () -> pruning.fit(spark.parallelize(Local.batches(16), 2)));
        assertFalse(before.equalsWithEps(net.params(), 1e-6), "has trained");
        assertTrue(epoch == 0 || pruner.masks().isSubsetOf(masks));
        assertEquals(
            pruner.masks().length() - pruner.masks().kept(), Leaks.look(net).zeros(), "zeros");
      }
    }

    pruner.requireComplete();
    assertEquals(60, Leaks.look(net).zeros());
  }

  /** DL4J's executor forgets a task that comes in as its training ends. */
  @ParameterizedTest
  @EnumSource
  void fit_tasksComeAsTrainingEnds_allAreTrained(RDDTrainingApproach approach, @TempDir Path folder)
      throws IOException {
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.75).epochs(0, 0, 1).build());
    SharedTrainingMaster master =
        master()
            .rddTrainingApproach(approach)
            .exportDirectory(folder.toUri().toString())
            .repartitioner(new SlowPartitions())
            .build();
    try (JavaSparkContext spark = Local.spark("local[2]")) { // DL4J exports from no other
      SparkDl4jMultiLayer trained = new SparkDl4jMultiLayer(spark, Local.mln(), master);
      PruningBetweenFits pruning = PruningBetweenFits.of(trained, pruner, new Counter());
      Counter.STEPS.set(0);

      assertTimeoutPreemptively(
          Duration.ofMinutes(1), () -> pruning.fit(spark.parallelize(Local.batches(24), 2)));
    }

    assertEquals(24, Counter.STEPS.get());
    pruner.requireComplete();
  }

  /** Of this process. */
  private static final class Counter extends BaseTrainingListener implements Serializable {
    private static final long serialVersionUID = 1;
    static final AtomicInteger STEPS = new AtomicInteger();

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      STEPS.incrementAndGet();
    }
  }

  /** Else DL4J logs it, and gives back what it has. */
  @Test
  void fit_listenerThrowsInTask_throwsUntilThereIsANewMaster() throws IOException {
    PruningRecipe recipe = PruningRecipe.builder().sparsity(0.75).epochs(0, 0, 1).build();
    PruningListener pruner = new PruningListener(recipe);
    try (JavaSparkContext spark = Local.spark()) {
      JavaRDD<DataSet> data = spark.parallelize(Local.batches(16), 2);
      PruningBetweenFits failing =
          PruningBetweenFits.of(
              new SparkDl4jMultiLayer(spark, Local.mln(), master().build()),
              new PruningListener(recipe),
              new Thrower());
      for (int fit = 0; fit < 2; fit++) {
        SparkException thrown =
            assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThrows(SparkException.class, () -> failing.fit(data)));
        assertTrue(
            thrown.getMessage().contains("Training has failed in this executor before"),
            thrown::getMessage);
      }
      PruningBetweenFits next =
          PruningBetweenFits.of(
              new SparkDl4jMultiLayer(spark, Local.mln(), master().build()), pruner);

      assertTimeoutPreemptively(Duration.ofMinutes(1), () -> next.fit(data));
    }

    pruner.requireComplete();
  }

  private static final class Thrower extends BaseTrainingListener implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      throw new IllegalArgumentException("on purpose");
    }
  }

  /** Three partitions, for two threads, that begin late and take longer to notice that they end. */
  private static final class SlowPartitions implements Repartitioner {
    private static final long serialVersionUID = 1;

    @Override
    public <T> JavaRDD<T> repartition(JavaRDD<T> data, int leastObjects, int executors) {
      return data.repartition(3).mapPartitions(SlowPartitions::slow);
    }

    private static <T> Iterator<T> slow(Iterator<T> data) {
      pause(450);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          if (!data.hasNext()) {
            pause(600);
          }
          return data.hasNext();
        }

        @Override
        public T next() {
          return data.next();
        }
      };
    }

    private static void pause(long millis) {
      LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
  }

  @Test
  void of_recipeInIterations_isRefused() throws IOException {
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.75).iterations(0, 2, 1).build());
    try (JavaSparkContext spark = Local.spark()) {
      SparkDl4jMultiLayer trained = new SparkDl4jMultiLayer(spark, Local.mln(), master().build());

      assertEquals(
          "Masks change between fit() calls only, and each is an epoch: use epochs(first, last,"
              + " every) in the recipe, or PruningParameterAveraging",
          assertThrows(IllegalArgumentException.class, () -> PruningBetweenFits.of(trained, pruner))
              .getMessage());
    }
  }

  private static SharedTrainingMaster.Builder master() throws IOException {
    VoidConfiguration network =
        VoidConfiguration.builder()
            .unicastPort(freePort())
            .networkMask("127.0.0.0/8")
            .controllerAddress("127.0.0.1")
            .meshBuildMode(MeshBuildMode.PLAIN)
            .build();
    return new SharedTrainingMaster.Builder(network, 8)
        .batchSizePerWorker(8)
        .workersPerNode(2)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .thresholdAlgorithm(new FixedThresholdAlgorithm(1e-4));
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
