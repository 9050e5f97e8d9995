package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.data.DataPosition;
import io.github.dl4jpruning.data.ResumableIterator;
import io.github.dl4jpruning.data.ResumableMultiIterator;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** The way to go on that the README shows, killed after every step there is. */
class ResumeAnywhereTest {
  private static final int EPOCHS = 4;
  private static final int STEPS = 12;

  @TempDir Path folder;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Stops training after a step, when all other listeners have seen it. */
  private static final class Kill extends BaseTrainingListener {
    private final int after;

    Kill(int after) {
      this.after = after;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      if (iteration + 1 >= after) {
        throw new Killed();
      }
    }
  }

  private static final DataSet DATA = data();

  private static DataSet data() {
    Nd4j.getRandom().setSeed(3);
    return new DataSet(Nd4j.rand(22, 5), Nd4j.eye(2).repeat(0, 11));
  }

  private static MultiLayerNetwork layers() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> b.updater(new Adam(0.02)))
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(6).dropOut(0.8).build())
                .layer(output(6))
                .build());
    net.init();
    return net;
  }

  private static OutputLayer output(int in) {
    return new OutputLayer.Builder().nIn(in).nOut(2).activation(Activation.SOFTMAX).build();
  }

  private static ComputationGraph graph() {
    ComputationGraph net =
        new ComputationGraph(
            Nets.builder(b -> b.updater(new Adam(0.02)))
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer("da", new DenseLayer.Builder().nIn(3).nOut(4).build(), "a")
                .addLayer("db", new DenseLayer.Builder().nIn(2).nOut(3).build(), "b")
                .addVertex("merge", new MergeVertex(), "da", "db")
                .addLayer("out", output(7), "merge")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  static Stream<UnaryOperator<RecipeBuilder>> cadences() {
    return Stream.of(r -> r.iterations(1, 9, 2), r -> r.epochs(1, 3, 1));
  }

  private static PruningListenerBuilder pruner(UnaryOperator<RecipeBuilder> cadence) {
    return PruningListener.builder(cadence.apply(PruningRecipe.builder().sparsity(0.6)).build());
  }

  private static PruningListenerBuilder guarded(
      PruningListenerBuilder builder, MultiLayerNetwork[] judged) {
    return builder.guard(Guard.hold(() -> -judged[0].score(DATA), 0.05));
  }

  /** As README has it. */
  private MultiLayerNetwork run(Path into, UnaryOperator<RecipeBuilder> cadence, int kill)
      throws IOException {
    Optional<Path> latest = CheckpointSaver.latest(into);
    ResumableIterator data = ResumableIterator.of(DATA, 8, 42);
    MultiLayerNetwork net;
    PruningListener pruner;
    MultiLayerNetwork[] judged = new MultiLayerNetwork[1];
    if (latest.isPresent()) {
      PruningCheckpoint run = PruningCheckpoint.resume(latest.get());
      net = run.network(MultiLayerNetwork.class);
      pruner = guarded(run.listenerBuilder(), judged).build();
      run.moveTo(data);
    } else {
      net = layers();
      pruner = guarded(pruner(cadence), judged).build();
    }
    judged[0] = net;
    CheckpointSaver saver =
        CheckpointSaver.into(into, pruner).data(data).everyIterations(1).keepLast(2).build();
    net.setListeners(pruner, saver, new Kill(kill));
    while (net.getEpochCount() < EPOCHS) {
      net.fit(data);
    }
    return net;
  }

  @ParameterizedTest
  @MethodSource("cadences")
  void fit_killedAfterAnyStep_sameBitsAndSteps(UnaryOperator<RecipeBuilder> cadence)
      throws IOException {
    INDArray whole = run(folder.resolve("whole"), cadence, Integer.MAX_VALUE).params();

    for (int kill = 1; kill <= STEPS; kill++) {
      Path into = folder.resolve("killed-" + kill);
      int step = kill;
      assertThrows(Killed.class, () -> run(into, cadence, step));
      MultiLayerNetwork net = run(into, cadence, Integer.MAX_VALUE);
      assertEquals(STEPS, net.getIterationCount(), "killed after " + kill);
      assertEquals(whole, net.params(), "killed after " + kill);
    }
  }

  @Test
  void fit_killedAfterEveryStep_sameBits() throws IOException {
    UnaryOperator<RecipeBuilder> cadence = r -> r.iterations(1, 9, 2);
    INDArray whole = run(folder.resolve("whole"), cadence, Integer.MAX_VALUE).params();

    for (int kill = 1; kill <= STEPS; kill++) {
      int step = kill;
      assertThrows(Killed.class, () -> run(folder.resolve("killed"), cadence, step));
    }
    MultiLayerNetwork net = run(folder.resolve("killed"), cadence, Integer.MAX_VALUE);

    assertEquals(STEPS, net.getIterationCount());
    assertEquals(whole, net.params());
  }

  private ComputationGraph runGraph(Path into, int kill) throws IOException {
    INDArray x = DATA.getFeatures();
    MultiDataSet all =
        new MultiDataSet(
            new INDArray[] {
              x.get(NDArrayIndex.all(), interval(0, 3)), x.get(NDArrayIndex.all(), interval(3, 5))
            },
            new INDArray[] {DATA.getLabels()});
    ResumableMultiIterator data = ResumableMultiIterator.of(all, 8, 42);
    Optional<Path> latest = CheckpointSaver.latest(into);
    ComputationGraph net;
    PruningListener pruner;
    if (latest.isPresent()) {
      PruningCheckpoint run = PruningCheckpoint.resume(latest.get());
      net = run.network(ComputationGraph.class);
      pruner = run.listener();
      run.moveTo(data);
    } else {
      net = graph();
      pruner = pruner(r -> r.iterations(1, 9, 2)).build();
    }
    net.setListeners(
        pruner,
        CheckpointSaver.into(into, pruner).data(data).everyIterations(1).build(),
        new Kill(kill));
    while (net.getEpochCount() < EPOCHS) {
      net.fit(data);
    }
    return net;
  }

  private static INDArrayIndex interval(int from, int to) {
    return NDArrayIndex.interval(from, to);
  }

  @Test
  void fit_graphOfTwoInputsKilledAfterAnyStep_sameBits() throws IOException {
    INDArray whole = runGraph(folder.resolve("whole"), Integer.MAX_VALUE).params();

    for (int kill = 1; kill <= STEPS; kill++) {
      Path into = folder.resolve("killed-" + kill);
      int step = kill;
      assertThrows(Killed.class, () -> runGraph(into, step));
      ComputationGraph net = runGraph(into, Integer.MAX_VALUE);
      assertEquals(STEPS, net.getIterationCount(), "killed after " + kill);
      assertEquals(whole, net.params(), "killed after " + kill);
    }
  }

  @Test
  void moveTo_otherData_saysWhatDiffers() throws IOException {
    Path into = folder.resolve("run");
    assertThrows(Killed.class, () -> run(into, r -> r.iterations(1, 9, 2), 5));
    PruningCheckpoint run = PruningCheckpoint.resume(CheckpointSaver.latest(into).orElseThrow());
    DataSet shorter = new DataSet(DATA.getFeatures().dup(), DATA.getLabels().dup());
    List<DataSet> fewer = shorter.batchBy(20);

    assertRefused(run, ResumableIterator.of(DATA, 4, 42), "minibatches of 8 examples, now 4");
    assertRefused(run, ResumableIterator.of(DATA, 8, 43), "orders of seed 42, now 43");
    assertRefused(run, ResumableIterator.of(fewer.get(0), 8, 42), "22 examples, now 20");
    DataSet others = new DataSet(DATA.getFeatures(), DATA.getLabels().rsub(1));
    assertRefused(
        run, ResumableIterator.of(others, 8, 42), "another first minibatch in this epoch");
    run.moveTo(ResumableIterator.of(DATA, 8, 42));
  }

  private static void assertRefused(
      PruningCheckpoint run, ResumableIterator data, String difference) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> run.moveTo(data));
    assertEquals(
        "This is not the data that the run was trained on: it had %s. Give the same data, batch size and seed as before, or start a new run"
            .formatted(difference),
        e.getMessage());
  }

  @Test
  void position_ofFirstFiles_isReadWithoutIdentity() {
    ResumableIterator data = ResumableIterator.of(DATA, 8, 42);

    data.moveTo(new DataPosition(1, 2));

    assertEquals(1, data.position().epoch());
    assertEquals(2, data.position().batch());
  }

  @Test
  void save_folderOfARunThatIsFurther_refusedBeforeTheFirstStep() throws IOException {
    run(folder, r -> r.iterations(1, 9, 2), Integer.MAX_VALUE);
    MultiLayerNetwork net = layers();
    PruningListener pruner = pruner(r -> r.iterations(1, 9, 2)).build();
    net.setListeners(
        pruner, CheckpointSaver.into(folder, pruner).everyIterations(1).keepLast(2).build());

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> net.fit(ResumableIterator.of(DATA, 8, 42)));

    assertEquals(
        "%s is further than this run, which is after step 0, and would go on being the latest. Resume from it, or give this run a folder of its own"
            .formatted(folder.resolve("checkpoint-12.zip")),
        e.getMessage());
    assertEquals(0, net.getIterationCount());
  }

  @Test
  void best_resumedRunGetsWorse_bestStays() throws IOException {
    double[] score = {0.9};
    MultiLayerNetwork net = layers();
    PruningListener pruner = new PruningListener(PruningRecipe.oneShot(0.5));
    net.setListeners(pruner, savingBest(pruner, score));
    net.fit(DATA);
    byte[] best = Files.readAllBytes(folder.resolve("best.zip"));

    score[0] = 0.1;
    PruningCheckpoint run = PruningCheckpoint.resume(CheckpointSaver.latest(folder).orElseThrow());
    MultiLayerNetwork again = run.network(MultiLayerNetwork.class);
    again.setListeners(run.listener(), savingBest(run.listener(), score));
    again.fit(DATA);

    assertArrayEquals(best, Files.readAllBytes(folder.resolve("best.zip")));
  }

  private CheckpointSaver savingBest(PruningListener pruner, double[] score) {
    return CheckpointSaver.into(folder, pruner).everyIterations(1).best(() -> score[0]).build();
  }

  @Test
  void save_saverBeforeThePruner_refused() {
    MultiLayerNetwork net = layers();
    PruningListener pruner = new PruningListener(PruningRecipe.oneShot(0.5));
    net.setListeners(CheckpointSaver.into(folder, pruner).everyIterations(1).build(), pruner);

    IllegalStateException e = assertThrows(IllegalStateException.class, () -> net.fit(DATA));

    assertEquals(
        "A CheckpointSaver has to come after its PruningListener, to save what that has done: net.setListeners(pruner, saver)",
        e.getMessage());
  }

  @Test
  void latest_noFolderOrOddNames_empty() throws IOException {
    assertEquals(Optional.empty(), CheckpointSaver.latest(folder.resolve("none")));
    Files.createFile(folder.resolve("checkpoint-12345678901234567890.zip"));

    assertEquals(Optional.empty(), CheckpointSaver.latest(folder));
  }
}
