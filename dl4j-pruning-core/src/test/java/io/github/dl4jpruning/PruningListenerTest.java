package io.github.dl4jpruning;

import static io.github.dl4jpruning.ListenerRuns.half;
import static io.github.dl4jpruning.ListenerRuns.kept;
import static io.github.dl4jpruning.ListenerRuns.steps;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;

/** Schedules and targets, as a user sees them. */
class PruningListenerTest {
  @Test
  void fit_fiveLinesOfUserCode_reachesTarget() {
    MultiLayerNetwork net = Nets.mln();

    PruningRecipe recipe = PruningRecipe.builder().sparsity(0.9).iterations(5, 30, 5).build();
    PruningListener pruner = new PruningListener(recipe);
    net.addListeners(pruner);
    net.fit(Nets.iterator(20), 2);
    pruner.requireComplete();

    assertEquals(58 - 52, pruner.masks().kept());
  }

  static Stream<Long> seeds() {
    return new SplittableRandom(4).longs(300).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fit_anyCadenceTargetAndShape_endsAtTargetToTheLastWeight(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int first = random.nextInt(4);
    int last = first + random.nextInt(7);
    int every = 1 + random.nextInt(5);
    double target = random.nextInt(990) / 1000.0;
    boolean global = random.nextBoolean();
    int hidden = 1 + random.nextInt(9);
    int inputs = 1 + random.nextInt(5);
    List<Schedule> schedules =
        List.of(Schedule.cubic(), Schedule.linear(), Schedule.exponential(), Schedule.cosine());
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(target)
                .iterations(first, last, every)
                .schedule(schedules.get(random.nextInt(4)))
                .allocation(global ? Allocation.global() : Allocation.uniform())
                .build());
    MultiLayerNetwork net = Nets.of(Nets.dense(inputs, hidden), Nets.output(hidden));
    net.addListeners(pruner);

    Nets.batches(last + 1, inputs, net.params().dataType()).forEach(net::fit);

    int w0 = inputs * hidden;
    int w1 = hidden * 2;
    assertEquals(Math.max(2, kept(w0 + w1, target)), pruner.masks().kept());
    if (!global) {
      long kept0 = pruner.masks().masks().get("0_W").kept();
      long kept1 = pruner.masks().masks().get("1_W").kept();
      assertEquals(Math.max(1, (1 - target) * w0), (double) kept0, 1.5);
      assertEquals(Math.max(1, (1 - target) * w1), (double) kept1, 1.5);
    }
    pruner.requireComplete();
    assertTrue(Leaks.of(net, pruner.masks()).isNone());
  }

  @Test
  void fit_distanceNoMultipleOfEvery_firesAtLast() {
    List<Long> fired = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(
        PruningListener.builder(half().iterations(1, 9, 3).build())
            .onEvent(event -> fired.add(event.iteration()))
            .build());

    steps(net, 15);

    assertEquals(List.of(1L, 4L, 7L, 9L), fired);
  }

  @Test
  void fit_networkTrainedBefore_countsFromItsOwnFirstStep() {
    List<Long> fired = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    steps(net, 20);
    net.addListeners(
        PruningListener.builder(half().iterations(2, 4, 2).build())
            .onEvent(event -> fired.add(event.iteration()))
            .build());

    steps(net, 5);

    assertEquals(25, net.getIterationCount());
    assertEquals(List.of(2L, 4L), fired);
  }

  @Test
  void fit_inEpochs_changesMasksInFirstIterationOfEpoch() {
    List<String> fired = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(half().epochs(1, 4, 2).build())
            .onEvent(event -> fired.add(event.epoch() + "/" + event.iteration()))
            .build();
    net.addListeners(pruner);

    net.fit(Nets.iterator(3), 1);
    net.fit(Nets.iterator(5), 2);
    assertEquals(
        "pruned 0.00 % of 50.00 %, 2 epochs to go", pruner.status().toString(), "after 3 epochs");
    net.fit(Nets.iterator(2), 3);

    assertEquals(List.of("1/3", "3/13", "4/15"), fired);
    assertEquals("pruned 50.00 %, complete", pruner.status().toString());
  }

  @Test
  void fit_sparsityZero_trainsAsIfThereWereNoListener() {
    MultiLayerNetwork with = Nets.mln(builder -> builder.l2(0.01).dropOut(0.8));
    MultiLayerNetwork without = Nets.mln(builder -> builder.l2(0.01).dropOut(0.8));
    with.addListeners(
        new PruningListener(PruningRecipe.builder().sparsity(0).iterations(0, 9, 3).build()));

    org.nd4j.linalg.factory.Nd4j.getRandom().setSeed(9);
    steps(with, 12);
    org.nd4j.linalg.factory.Nd4j.getRandom().setSeed(9);
    steps(without, 12);

    assertArrayEquals(without.params().toFloatVector(), with.params().toFloatVector());
  }

  @Test
  void fit_targetsWithOwnSparsityAndSchedule_reachEachTheirs() {
    ComputationGraph net = Nets.graph();
    PruningListener pruner =
        new PruningListener(
            half()
                .target(ParamFilter.layer("d1"), 0.8)
                .target(ParamFilter.layer("out"), 0.1, Schedule.constant())
                .iterations(0, 4, 2)
                .build());
    net.addListeners(pruner);
    List<DataSet> data = Nets.batches(6);

    data.subList(0, 1).forEach(net::fit);
    assertEquals(9, pruner.masks().masks().get("out_W").kept(), "constant: whole at once");
    assertEquals(18, pruner.masks().masks().get("d1_W").kept(), "cubic: starts at 0");
    data.subList(1, 6).forEach(net::fit);

    assertEquals(18 - 14, pruner.masks().masks().get("d1_W").kept());
    assertEquals(15, pruner.masks().masks().get("d2_W").kept());
    assertEquals(9, pruner.masks().masks().get("out_W").kept());
    assertEquals(
        List.of("d1_b[6]: bias", "bn_gamma[6]: normalisation parameter"),
        pruner.attachTo(net).orElseThrow().leftAlone().subList(0, 2).stream()
            .map(Object::toString)
            .toList());
  }

  @Test
  void fit_zooOfLayersInOneRecipe_namesUnknownLayer() {
    Layer layer = Nets.dense(3, 4);
    MultiLayerNetwork net = Nets.of(layer, Nets.output(4));
    PruningListener pruner =
        new PruningListener(half().target(ParamFilter.layer("fc9"), 0.5).oneShot(0).build());

    assertEquals(
        "There is no layer fc9 with parameters. The network has [layer0, layer1]",
        assertThrows(IllegalArgumentException.class, () -> pruner.attachTo(net)).getMessage());
  }
}
