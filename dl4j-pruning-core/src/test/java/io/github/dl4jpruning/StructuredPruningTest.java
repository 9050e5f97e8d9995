package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.testing.Leak;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Neurons and filters pruned while training, with all that reads them, and then removed. */
class StructuredPruningTest {
  private static RecipeBuilder half() {
    return PruningRecipe.builder()
        .sparsity(0.5)
        .schedule(Schedule.linear())
        .allocation(Allocation.uniform())
        .iterations(1, 7, 2);
  }

  static Stream<Criterion> criteria() {
    return Criteria.ofStructures();
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void fit_structures_exactZerosThenHalfAsWide(Criterion criterion) {
    for (boolean graph : new boolean[] {false, true}) {
      Model net = SmallConvs.net(graph, DataType.DOUBLE);
      List<PruningEvent> events = new ArrayList<>();
      PruningListener pruner =
          PruningListener.builder(
                  half().criterion(criterion).granularity(Granularity.structure()).build())
              .onEvent(events::add)
              .build();
      Leak.Watch before = Leaks.watch(pruner::masks);
      Leak.Watch after = Leaks.watch(pruner::masks);
      net.setListeners(before, pruner, after);

      SmallConvs.fit(net, SmallConvs.batches(12, 4, DataType.DOUBLE));

      pruner.requireComplete();
      assertTrue(before.worst.isNone(), () -> "before: " + before.worst);
      assertTrue(after.worst.isNone(), () -> "after: " + after.worst);
      for (int i = 1; i < events.size(); i++) {
        assertTrue(events.get(i).masks().isSubsetOf(events.get(i - 1).masks()));
      }
      // 4 and 5 filters, 6 neurons: half of 5 is 2 (half rounds away from zero: 3 go).
      Compacted<Model> small = Compactor.apply(net, Compactor.plan(net, pruner.masks()));
      assertEquals(
          "[2, 2, 3, 3] [2, 2, 2, 2]",
          small.network().paramTable().entrySet().stream()
              .filter(entry -> entry.getValue().rank() == 4)
              .map(entry -> java.util.Arrays.toString(entry.getValue().shape()))
              .collect(Collectors.joining(" ")));
    }
  }

  @Test
  void fit_filtersOnly_denseLayersKeepTheirNeurons() {
    MultiLayerNetwork net = (MultiLayerNetwork) SmallConvs.net(false, DataType.FLOAT);
    PruningListener pruner = new PruningListener(half().granularity(Granularity.filter()).build());
    ResolvedRecipe resolved = pruner.attachTo(net).orElseThrow();
    net.setListeners(pruner);
    SmallConvs.fit(net, SmallConvs.batches(9, 4, DataType.FLOAT));

    assertEquals(
        List.of("layer0", "layer3"), resolved.pools().stream().map(pool -> pool.key()).toList());
    assertEquals("5 of 9 filters pruned (55.56 %), complete", pruner.status().toString());
    assertEquals(
        List.of("layer5", "layer6", "layer7"),
        resolved.leftAlone().stream().map(left -> left.param().layer()).distinct().toList(),
        "not the biases and normalisation that go with the filters");
    assertEquals("5_W[45, 6]: no filters", resolved.leftAlone().get(0).toString());
  }

  @Test
  void attachTo_targetAndLeaveAlone_byTheLayersThatCompute() {
    Model net = SmallConvs.net(true, DataType.FLOAT);
    ResolvedRecipe resolved =
        new PruningListener(
                half()
                    .granularity(Granularity.structure())
                    .target(ParamFilter.layer("conv2"), 0.8)
                    .leaveAlone(ParamFilter.layer("fc"))
                    .build())
            .attachTo(net)
            .orElseThrow();

    assertEquals(
        List.of("layer conv2", "all other weights"),
        resolved.groups().stream().map(ResolvedRecipe.Group::description).toList());
    assertEquals("conv2", resolved.groups().get(0).pools().get(0).key());
    assertEquals("conv1", resolved.groups().get(1).pools().get(0).key());
    assertTrue(
        resolved.leftAlone().stream()
            .map(ResolvedRecipe.LeftAlone::toString)
            .anyMatch(text -> text.equals("fc_W[45, 6]: left alone by the recipe")));
  }

  /** Two layers that are added live or die together, and are scored together. */
  @Test
  void fit_residualAddition_oneGroup() {
    ComputationGraph net =
        new ComputationGraph(
            Nets.builder(b -> b.activation(Activation.TANH))
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new DenseLayer.Builder().nIn(3).nOut(6).build(), "in")
                .addLayer("b", new DenseLayer.Builder().nIn(6).nOut(6).build(), "a")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addLayer("out", Nets.output(6), "sum")
                .setOutputs("out")
                .build());
    net.init();
    PruningListener pruner = new PruningListener(half().granularity(Granularity.neuron()).build());
    Leak.Watch leak = Leaks.watch(pruner::masks);
    net.setListeners(pruner, leak);
    net.fit(Nets.iterator(9));

    assertTrue(leak.worst.isNone());
    assertEquals(
        List.of("a + b"),
        pruner.attachTo(net).orElseThrow().pools().stream().map(pool -> pool.key()).toList());
    Compacted<ComputationGraph> small = Compactor.apply(net, Compactor.plan(net, pruner.masks()));
    assertArrayEquals(new long[] {3, 3}, small.network().getParam("b_W").shape());
  }

  @Test
  void prune_oneShot_scoresAreSumsOverTheFilter() {
    MultiLayerNetwork net = (MultiLayerNetwork) SmallConvs.net(false, DataType.FLOAT);
    for (int filter = 0; filter < 4; filter++) {
      net.getParam("0_W")
          .get(org.nd4j.linalg.indexing.NDArrayIndex.point(filter))
          .assign(filter == 1 || filter == 2 ? 0.01 : 1);
    }

    MaskStore masks =
        Pruner.prune(
            net,
            PruningRecipe.builder()
                .target(ParamFilter.param("0_W"), 0.5)
                .granularity(Granularity.filter())
                .oneShot(0)
                .build());

    for (int i = 0; i < 72; i++) {
      assertEquals(i / 18 == 0 || i / 18 == 3, masks.get("0_W").orElseThrow().isKept(i));
    }
    assertEquals(2, masks.get("0_b").orElseThrow().kept(), "biases go too");
    assertEquals(2, masks.get("1_gamma").orElseThrow().kept(), "and scales");
    assertEquals(2, masks.get("1_mean").orElseThrow().kept(), "and running means");
    assertEquals(40, masks.get("3_W").orElseThrow().kept(), "and what reads them");
  }

  /** Of 4 filters, 5 filters and 6 neurons, half in multiples of 2 and of 4. */
  @Test
  void fit_roundedTo_multiplesWinOverTheTarget() {
    for (int multiple : new int[] {2, 4}) {
      Model net = SmallConvs.net(true, DataType.FLOAT);
      PruningListener pruner =
          new PruningListener(
              half().granularity(Granularity.structure().roundedTo(multiple)).build());
      Leak.Watch leak = Leaks.watch(pruner::masks);
      net.setListeners(pruner, leak);
      SmallConvs.fit(net, SmallConvs.batches(9, 4, DataType.FLOAT));

      assertTrue(leak.worst.isNone());
      List<Integer> kept =
          pruner.attachTo(net).orElseThrow().pools().stream()
              .map(pool -> pool.maskIn(pruner.masks()).kept())
              .toList();
      assertEquals(multiple == 2 ? List.of(2, 2, 4) : List.of(4, 4, 4), kept);
    }
    assertThrows(IllegalArgumentException.class, () -> Granularity.filter().roundedTo(0));
  }

  @Test
  void fit_growth_structuresComeBack() {
    Model net = SmallConvs.net(true, DataType.FLOAT);
    List<PruningEvent> events = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(
                half()
                    .schedule(Schedule.constant())
                    .granularity(Granularity.structure())
                    .growth(new Growth.AtRandom(0.5, Growth.Annealing.NONE))
                    .build())
            .onEvent(events::add)
            .build();
    Leak.Watch leak = Leaks.watch(pruner::masks);
    net.setListeners(pruner, leak);
    SmallConvs.fit(net, SmallConvs.batches(12, 4, DataType.FLOAT));

    assertTrue(leak.worst.isNone());
    assertTrue(events.stream().skip(1).mapToLong(PruningEvent::returned).sum() > 0);
    assertEquals("8 of 15 structures pruned (53.33 %), complete", pruner.status().toString());
  }

  @Test
  void resume_checkpoint_goesOnBitForBit(@TempDir Path folder) throws Exception {
    RecipeBuilder recipe =
        half().criterion(Criterion.taylor(0.9)).granularity(Granularity.structure());
    Model net = SmallConvs.net(true, DataType.FLOAT);
    PruningListener pruner = new PruningListener(recipe.build());
    net.setListeners(pruner);
    var batches = SmallConvs.batches(12, 4, DataType.FLOAT);
    SmallConvs.fit(net, batches.subList(0, 4));
    PruningCheckpoint.save(folder.resolve("run.zip"), net, pruner);
    SmallConvs.fit(net, batches.subList(4, 12));

    PruningCheckpoint run = PruningCheckpoint.resume(folder.resolve("run.zip"));
    Model again = run.network(Model.class);
    PruningListener goesOn = run.listener();
    again.setListeners(goesOn);
    SmallConvs.fit(again, batches.subList(4, 12));

    assertEquals(pruner.masks(), goesOn.masks());
    assertArrayEquals(net.params().toFloatVector(), again.params().toFloatVector());
  }

  @ParameterizedTest
  @ValueSource(strings = {"macs", "parameters", "erk", "loss", "floor", "surgery"})
  void attachTo_whatDoesNotGoTogether_refused(String what) {
    RecipeBuilder recipe = half().granularity(Granularity.structure());
    switch (what) {
      case "macs" -> recipe.amount(Amount.remainingMacs(10));
      case "parameters" -> recipe.amount(Amount.remainingParameters(10));
      case "erk" -> recipe.allocation(Allocation.erk());
      case "loss" -> recipe.criterion(Criterion.lossChange());
      case "floor" -> recipe.keepPerOutput(1);
      default -> recipe.growth(Growth.surgery(0.1));
    }
    PruningListener pruner =
        PruningListener.builder(recipe.build())
            .samples(Samples.of(SmallConvs.batches(1, 4, DataType.FLOAT)))
            .build();

    assertThrows(
        IllegalArgumentException.class,
        () -> pruner.attachTo(SmallConvs.net(true, DataType.FLOAT)));
  }
}
