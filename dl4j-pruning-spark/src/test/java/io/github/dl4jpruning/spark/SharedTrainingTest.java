package io.github.dl4jpruning.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.FixedThresholdAlgorithm;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.junit.jupiter.api.Test;
import org.nd4j.parameterserver.distributed.conf.VoidConfiguration;
import org.nd4j.parameterserver.distributed.v2.enums.MeshBuildMode;

class SharedTrainingTest {
  @Test
  void fit_twoEpochs_reachesTargetAndKeepsZeros() throws IOException {
    MultiLayerNetwork net = Local.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.75).epochs(0, 1, 1).build());
    try (JavaSparkContext spark = Local.spark()) {
      SparkDl4jMultiLayer trained = new SparkDl4jMultiLayer(spark, net, master());
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

  @Test
  void of_recipeInIterations_isRefused() throws IOException {
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.75).iterations(0, 2, 1).build());
    try (JavaSparkContext spark = Local.spark()) {
      SparkDl4jMultiLayer trained = new SparkDl4jMultiLayer(spark, Local.mln(), master());

      assertEquals(
          "Masks change between fit() calls only, and each is an epoch: use epochs(first, last,"
              + " every) in the recipe, or PruningParameterAveraging",
          assertThrows(IllegalArgumentException.class, () -> PruningBetweenFits.of(trained, pruner))
              .getMessage());
    }
  }

  private static SharedTrainingMaster master() throws IOException {
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
        .thresholdAlgorithm(new FixedThresholdAlgorithm(1e-4))
        .build();
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
