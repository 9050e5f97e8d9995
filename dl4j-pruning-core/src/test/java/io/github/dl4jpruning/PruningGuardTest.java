package io.github.dl4jpruning;

import static io.github.dl4jpruning.ListenerRuns.half;
import static io.github.dl4jpruning.ListenerRuns.steps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.testing.Leak;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The guard, and weights and gradients that are no numbers. */
class PruningGuardTest {
  @Test
  void fit_nanAndInfiniteGradients_doNotReachPrunedWeights() {
    for (float poison : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1e38f}) {
      MultiLayerNetwork net = Nets.mln();
      MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));
      PruningListener pruner = PruningListener.keep(masks);
      net.addListeners(pruner);
      DataSet bad = Nets.batches(1).get(0);
      bad.getFeatures().putScalar(0, 0, poison);

      steps(net, 2);
      net.fit(bad);
      steps(net, 2);

      Leak leak = Leaks.of(net, masks);
      assertTrue(leak.isNone(), poison + ": " + leak);
      INDArray w = net.getParam("0_W");
      if (Float.isNaN(poison)) {
        assertTrue(Double.isNaN(w.sumNumber().doubleValue()), "kept weights are left as they are");
      }
    }
  }

  @Test
  void fit_weightsAreNan_stopsWithLayerAndParameter() {
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(new PruningListener(half().iterations(0, 1, 1).build()));
    net.getParam("2_W").putScalar(7, Double.NaN);

    Exception e = assertThrows(IllegalStateException.class, () -> net.fit(Nets.batches(1).get(0)));

    assertTrue(
        e.getMessage()
            .matches(
                "The score of weight \\d+ of 2_W\\[6, 5\\] \\(layer layer2\\) is NaN: training has"
                    + " diverged, or the criterion divides by zero. Nothing was pruned"),
        e.getMessage());
  }

  @Test
  void guard_holdWhileScoreIsLow_reachesTargetLater() {
    // Looks before positions 1, 2, 3, 4 (the last), then every 1 after it.
    double[] scores = {0.9, 0.9, 0.5, 0.5, 0.88, 0.9};
    int[] look = {0};
    List<String> events = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(half().iterations(1, 4, 1).build())
            .guard(Guard.hold(() -> scores[look[0]++], 0.05))
            .onEvent(event -> events.add(event.kind() + " " + event.iteration()))
            .build();
    net.addListeners(pruner);

    steps(net, 5);
    assertEquals(PruningStatus.State.HELD, pruner.status().state());
    steps(net, 3);

    assertEquals(List.of("PRUNED 1", "PRUNED 2", "HELD 3", "HELD 4", "PRUNED 5"), events);
    pruner.requireComplete();
    assertEquals(29, pruner.masks().kept());
    assertEquals(5, look[0], "the score is asked for only when a change is due");
  }

  @Test
  void guard_stop_endsPruningForGood() {
    double[] scores = {0.9, 0.7, 0.9, 0.9, 0.9};
    int[] look = {0};
    List<String> events = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(half().schedule(Schedule.linear()).iterations(1, 6, 2).build())
            .guard(Guard.stop(() -> scores[look[0]++], 0.1))
            .onEvent(event -> events.add(event.kind() + " " + event.iteration()))
            .build();
    net.addListeners(pruner);

    steps(net, 9);

    assertEquals(List.of("PRUNED 1", "STOPPED 3"), events);
    assertEquals(
        "Pruning is not complete: pruned 0.00 % of 50.00 %, stopped by the guard",
        assertThrows(IllegalStateException.class, pruner::requireComplete).getMessage());
  }

  @Test
  void guard_inEpochs_looksBetweenEpochs() {
    List<String> looks = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(half().epochs(1, 3, 1).build())
            .guard(
                Guard.hold(
                    () -> {
                      looks.add("" + net.getIterationCount());
                      return net.evaluate(Nets.iterator(2)).accuracy();
                    },
                    1))
            .build();
    net.addListeners(pruner);

    net.fit(Nets.iterator(3), 5);

    assertEquals(List.of("3", "6", "9"), looks);
    pruner.requireComplete();
  }

  @Test
  void guard_badDrop_isRefused() {
    assertEquals(
        "A guard's drop must be at least 0, got -0.1",
        assertThrows(IllegalArgumentException.class, () -> Guard.hold(() -> 1, -0.1)).getMessage());
  }
}
