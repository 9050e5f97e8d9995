package io.github.dl4jpruning.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParameterAveragingTest {
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = Local.spark();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void forget() {
    Leaks.LOOKS.clear();
  }

  private static ParameterAveragingTrainingMaster.Builder builder() {
    return new ParameterAveragingTrainingMaster.Builder(2, 8)
        .batchSizePerWorker(8)
        .averagingFrequency(3)
        .saveUpdater(true)
        .rddTrainingApproach(RDDTrainingApproach.Direct);
  }

  @Test
  void fit_network_reachesTargetAndKeepsZeros() {
    MultiLayerNetwork net = Local.mln();
    List<PruningEvent> events = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.75).iterations(0, 6, 2).build())
            .onEvent(events::add)
            .build();
    SparkDl4jMultiLayer trained =
        new SparkDl4jMultiLayer(spark, net, new PruningParameterAveraging(builder(), pruner));
    trained.setListeners(new Leaks());

    trained.fit(spark.parallelize(Local.batches(18), 2));

    pruner.requireComplete();
    assertEquals(List.of(0L, 3L, 6L), events.stream().map(PruningEvent::iteration).toList());
    assertEquals(9, net.getIterationCount());
    assertEquals(new Leaks.Look(60, 0, 0), Leaks.look(net), "the driver's network");
    List<Leaks.Look> looks = List.copyOf(Leaks.LOOKS);
    assertEquals(18, looks.size());
    Leaks.requireNone(pruner);
    assertEquals(6, looks.stream().filter(look -> look.zeros() == 60).count(), "in the last split");
  }

  @Test
  void fit_graphByEpochs_countsFits() {
    ComputationGraph net = Local.graph();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.5).epochs(0, 1, 1).build());
    SparkComputationGraph trained =
        new SparkComputationGraph(spark, net, new PruningParameterAveraging(builder(), pruner));
    trained.setListeners(new Leaks());

    trained.fit(spark.parallelize(Local.batches(6), 2));
    assertThrows(IllegalStateException.class, pruner::requireComplete);
    trained.fit(spark.parallelize(Local.batches(6), 2));

    pruner.requireComplete();
    assertEquals(new Leaks.Look(40, 0, 0), Leaks.look(net));
    Leaks.requireNone(pruner);
  }

  /** A task that fails is run again, with the same masks. */
  @Test
  void fit_taskFailsOnce_isRunAgain() {
    MultiLayerNetwork net = Local.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.75).iterations(0, 6, 2).build());
    SparkDl4jMultiLayer trained =
        new SparkDl4jMultiLayer(spark, net, new PruningParameterAveraging(builder(), pruner));
    FailsOnce.failed.set(false);
    trained.setListeners(new Leaks(), new FailsOnce());

    trained.fit(spark.parallelize(Local.batches(18), 2));

    assertTrue(FailsOnce.failed.get());
    pruner.requireComplete();
    assertEquals(new Leaks.Look(60, 0, 0), Leaks.look(net));
    Leaks.requireNone(pruner);
    assertTrue(Leaks.LOOKS.size() > 18, "steps done twice");
  }

  /** Brings down the first task that comes to its fifth step. */
  private static final class FailsOnce extends BaseTrainingListener implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicBoolean failed = new AtomicBoolean();

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      if (iteration == 4 && failed.compareAndSet(false, true)) {
        throw new IllegalStateException("on purpose");
      }
    }
  }

  /** The same measure, without masks on the workers. */
  @Test
  void fit_withoutPruner_leaks() {
    MultiLayerNetwork net = Local.mln();
    Pruner.prune(net, PruningRecipe.oneShot(0.5));
    SparkDl4jMultiLayer trained = new SparkDl4jMultiLayer(spark, net, builder().build());

    trained.fit(spark.parallelize(Local.batches(6), 2));

    assertTrue(Leaks.look(net).zeros() < 40);
  }

  /** What the masks add to a task: one bit per weight, and 1,000 bytes at most. */
  @Test
  void task_lenet300_carriesOneBitPerWeight() throws IOException {
    MultiLayerNetwork net = Local.lenet300();
    PruningListener pruner = PruningListener.keep(Pruner.prune(net, PruningRecipe.oneShot(0.9)));
    var plain = builder().build();
    var pruning = new PruningParameterAveraging(builder(), pruner);
    SparkDl4jMultiLayer trained = new SparkDl4jMultiLayer(spark, net, plain);

    int more = bytes(pruning.getWorkerInstance(trained)) - bytes(plain.getWorkerInstance(trained));

    int weights = 784 * 300 + 300 * 100 + 100 * 10;
    assertTrue(more > weights / 8 && more < weights / 8 + 1_000, () -> more + " bytes");
  }

  private static int bytes(Object task) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(task);
    }
    return bytes.size();
  }

  @Test
  void fit_criterionWithSignalsButWithoutSamples_isRefused() {
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .iterations(0, 6, 2)
                .criterion(Criterion.saliency())
                .build());
    SparkDl4jMultiLayer trained =
        new SparkDl4jMultiLayer(
            spark, Local.mln(), new PruningParameterAveraging(builder(), pruner));

    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> trained.fit(spark.parallelize(Local.batches(6), 2)))
            .getMessage();
    assertTrue(message.startsWith("The criterion gathers [saliency] in training steps"), message);
  }
}
