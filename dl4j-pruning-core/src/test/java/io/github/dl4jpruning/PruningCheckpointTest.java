package io.github.dl4jpruning;

import static io.github.dl4jpruning.CheckpointRuns.base;
import static io.github.dl4jpruning.CheckpointRuns.net;
import static io.github.dl4jpruning.CheckpointRuns.state;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.checkpoint.CheckpointFile;
import io.github.dl4jpruning.checkpoint.RunState;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.ResumableIterator;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class PruningCheckpointTest {
  private static final int EPOCHS = 4;
  @TempDir Path folder;

  /** Five minibatches an epoch. */
  private static ResumableIterator data() {
    return ResumableIterator.of(DataSet.merge(Nets.batches(5)), 8, 11);
  }

  private static void fit(Model net, ResumableIterator data, int epochs) {
    if (net instanceof MultiLayerNetwork mln) {
      mln.fit(data, epochs);
    } else {
      ((ComputationGraph) net).fit(data, epochs);
    }
  }

  private static int epochsOf(Model net) {
    return net instanceof MultiLayerNetwork mln
        ? mln.getEpochCount()
        : ((ComputationGraph) net).getConfiguration().getEpochCount();
  }

  record Run(String name, RecipeBuilder recipe) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** One for each kind of state. */
  static Stream<Run> runs() {
    return Stream.of(
        new Run("magnitude", base()),
        new Run("signals", base().criterion(Criterion.saliency())),
        new Run("exponential averages", base().criterion(Criterion.taylor(0.9))),
        new Run("movement", base().criterion(Criterion.movement())),
        new Run("activations", base().criterion(Criterion.wanda())),
        new Run(
            "units",
            base().sparsity(0.5).criterion(Criterion.taylor()).granularity(Granularity.column())),
        new Run("removal order", base().schedule(Schedule.cyclic(2, 0.5))),
        new Run("random growth", base().schedule(Schedule.constant()).growth(Growth.set())),
        new Run("growth by gradient", base().schedule(Schedule.constant()).growth(Growth.rigl())),
        new Run("hidden weights", base().growth(Growth.surgery(0.1))),
        new Run("rewind point", base().rewindTo(1)),
        new Run("penalty", base().penalty(Penalty.groupLasso(Granularity.column(), 0.01))),
        new Run("epochs", PruningRecipe.builder().sparsity(0.8).epochs(0, 2, 1)),
        new Run("threshold", base().amount(Amount.threshold(0.3))),
        new Run("operations", base().amount(Amount.remainingMacs(30))),
        new Run(
            "targets",
            base()
                .target(ParamFilter.layerClass(DenseLayer.class), 0.6, Schedule.linear())
                .allocation(Allocation.perParameter(Map.of()))));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void resume_atAnyStep_endsWithTheSameBits(Run run) throws IOException {
    for (boolean graph : new boolean[] {false, true}) {
      Nd4j.getRandom().setSeed(7);
      Model whole = net(graph);
      PruningListener pruner = new PruningListener(run.recipe().build());
      whole.setListeners(pruner);
      fit(whole, data(), EPOCHS);
      pruner.requireComplete();

      Nd4j.getRandom().setSeed(7);
      Model again = net(graph);
      PruningListener watched = new PruningListener(run.recipe().build());
      ResumableIterator data = data();
      Path into = folder.resolve(graph ? "graph" : "layers");
      CheckpointSaver saver =
          CheckpointSaver.into(into, watched).data(data).everyIterations(3).everyEpochs(1).build();
      again.setListeners(watched, saver);
      fit(again, data, EPOCHS);
      assertEquals(whole.params(), again.params(), "saving changes nothing");

      for (int steps : new int[] {3, 5, 6, 9, 10, 12, 15, 18}) {
        Nd4j.getRandom().setSeed(99);
        PruningCheckpoint saved =
            PruningCheckpoint.resume(into.resolve("checkpoint-" + steps + ".zip"));
        Model net = saved.network(Model.class);
        PruningListener goesOn = saved.listener();
        net.setListeners(goesOn);
        ResumableIterator rest = data();
        saved.moveTo(rest);

        fit(net, rest, EPOCHS - epochsOf(net));

        String what = run + ", " + (graph ? "graph" : "layers") + ", from step " + steps;
        assertEquals(List.of(), saved.warnings(), what);
        assertEquals(pruner.masks(), goesOn.masks(), what);
        assertArrayEquals(whole.params().toFloatVector(), net.params().toFloatVector(), what);
        assertArrayEquals(state(whole), state(net), what);
        assertEquals(pruner.status().toString(), goesOn.status().toString(), what);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void save_byHand_dl4jOpensItAsAnOrdinaryNetwork(boolean graph) throws IOException {
    Model net = net(graph);
    PruningListener pruner = new PruningListener(base().build());
    net.setListeners(pruner);
    fit(net, data(), 2);
    Path file = folder.resolve("run.zip");

    PruningCheckpoint.save(file, net, pruner);

    Model plain =
        graph
            ? ModelSerializer.restoreComputationGraph(file.toFile())
            : ModelSerializer.restoreMultiLayerNetwork(file.toFile());
    assertEquals(net.params(), plain.params());
    assertArrayEquals(state(net), state(plain));
    assertEquals(2, epochsOf(plain));
    assertEquals(10, PrunableModel.of(plain).iteration());
  }

  // ---- the place in the data

  @Test
  void resume_midEpochWithoutAPlace_newEpochAndAWarning() throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.8).epochs(0, 5, 1).build());
    net.setListeners(pruner, CheckpointSaver.into(folder, pruner).everyIterations(4).build());
    net.fit(Nets.iterator(3), 2);

    PruningCheckpoint run = PruningCheckpoint.resume(folder.resolve("checkpoint-4.zip"));

    assertTrue(
        run.warnings().get(0).contains("goes on with a new epoch"), run.warnings()::toString);
    MultiLayerNetwork restored = run.network(MultiLayerNetwork.class);
    PruningListener goesOn = run.listener();
    restored.setListeners(goesOn);
    restored.fit(Nets.iterator(3));
    assertEquals(3, goesOn.status().position());
    assertThrows(IllegalStateException.class, () -> run.moveTo(data()));
  }

  @Test
  void resume_guard_remembersTheBest() throws IOException {
    double[] score = {0.9};
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.8).iterations(1, 9, 2).build())
            .guard(Guard.hold(() -> score[0], 0.05))
            .build();
    net.setListeners(pruner);
    net.fit(Nets.iterator(4));
    PruningCheckpoint.save(folder.resolve("guard.zip"), net, pruner);
    score[0] = 0.5;

    PruningCheckpoint run = PruningCheckpoint.resume(folder.resolve("guard.zip"));
    PruningListener goesOn = run.listenerBuilder().guard(Guard.hold(() -> score[0], 0.05)).build();
    MultiLayerNetwork restored = run.network(MultiLayerNetwork.class);
    restored.setListeners(goesOn);
    restored.fit(Nets.iterator(4));

    assertEquals(PruningStatus.State.HELD, goesOn.status().state());
  }

  @Test
  void resume_otherThreadsOrBackend_warnsOfTheLastBits() throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(base().build());
    net.setListeners(pruner);
    net.fit(Nets.iterator(4));
    Path file = folder.resolve("elsewhere.zip");
    PruningCheckpoint.save(file, net, pruner);
    RunState here = CheckpointFile.readState(file).orElseThrow();
    RunState elsewhere =
        new RunState(
            here.recipe(),
            here.masks(),
            here.memory(),
            here.origin(),
            new RunState.Machine("JCublasBackend 11.6", 7),
            here.random(),
            here.position(),
            here.inStep(),
            OptionalDouble.empty());
    PrunableModel model = PrunableModel.of(net);
    CheckpointFile.write(file, model, model.kind().json(4, 1), elsewhere);

    PruningCheckpoint run = PruningCheckpoint.resume(file);

    assertEquals(1, run.warnings().size());
    assertTrue(
        run.warnings().get(0).startsWith(file + " was made with 7 threads of JCublasBackend 11.6"),
        run.warnings()::toString);
  }

  /** One of each version. {@code -Dgolden.write=FILE} writes one anew, for a new version's. */
  @ParameterizedTest
  @CsvSource({"v1, 6, ''", "v2, 12, . Layer layer2 is down to 1 of 5 outputs"})
  void resume_goldenFile_staysReadable(String version, int kept, String more) throws Exception {
    if (System.getProperty("golden.write") != null) {
      writeGolden(Path.of(System.getProperty("golden.write")));
      return;
    }
    Path golden = Path.of(getClass().getResource("/golden/" + version + "/checkpoint.zip").toURI());

    PruningCheckpoint run = PruningCheckpoint.resume(golden);

    MultiLayerNetwork net = run.network(MultiLayerNetwork.class);
    assertEquals(7, net.getIterationCount());
    assertEquals(1, net.getEpochCount());
    assertEquals(1, run.position().orElseThrow().epoch());
    assertEquals(2, run.position().orElseThrow().batch());
    assertEquals(kept, run.masks().get("0_W").orElseThrow().kept());
    PruningListener goesOn = run.listener();
    net.setListeners(goesOn);
    ResumableIterator data = data();
    run.moveTo(data);
    net.fit(data, 2);
    goesOn.requireComplete();
    assertEquals("6 of 11 neurons pruned (54.55 %), complete" + more, goesOn.status().toString());
  }

  private static void writeGolden(Path file) throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .criterion(Criterion.taylor(0.9))
                .granularity(Granularity.neuron())
                .iterations(2, 10, 2)
                .build());
    ResumableIterator data = data();
    Path folder = Files.createTempDirectory("golden");
    net.setListeners(
        pruner, CheckpointSaver.into(folder, pruner).data(data).everyIterations(7).build());
    net.fit(data, 2);
    Files.copy(folder.resolve("checkpoint-7.zip"), file);
  }

  @Test
  void save_doubles_sameBits() throws IOException {
    MultiLayerNetwork net = Nets.mln(b -> b.dataType(DataType.DOUBLE));
    PruningListener pruner =
        new PruningListener(base().criterion(Criterion.optimalBrainDamage()).build());
    net.setListeners(pruner);
    List<DataSet> batches = Nets.batches(20, 3, DataType.DOUBLE);
    batches.subList(0, 8).forEach(net::fit);
    PruningCheckpoint.save(folder.resolve("d.zip"), net, pruner);
    batches.subList(8, 20).forEach(net::fit);

    PruningCheckpoint run = PruningCheckpoint.resume(folder.resolve("d.zip"));
    MultiLayerNetwork restored = run.network(MultiLayerNetwork.class);
    restored.setListeners(run.listener());
    batches.subList(8, 20).forEach(restored::fit);

    assertEquals(net.params(), restored.params());
  }
}
