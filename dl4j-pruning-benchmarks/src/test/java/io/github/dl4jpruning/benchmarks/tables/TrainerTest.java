package io.github.dl4jpruning.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.examples.comparison.Method;
import io.github.dl4jpruning.examples.comparison.PruningPlan;
import io.github.dl4jpruning.examples.comparison.TrainedNetwork;
import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.data.DrawnThings;
import io.github.dl4jpruning.examples.networks.CifarNet;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
  private static final PruningPlan HALF_THE_FILTERS =
      new PruningPlan(
          PruningPlan.What.FILTERS,
          0.5,
          PruningPlan.Rise.CUBIC,
          PruningPlan.Split.UNIFORM,
          PruningPlan.Score.MAGNITUDE,
          Method.PRUNE,
          0.1,
          0.4,
          50);

  @ParameterizedTest
  @EnumSource
  void filters_pruned_goOnInTheSmallNetworkAndEndWithItsControlsSize(CifarNet model) {
    Trainer trainer =
        new Trainer(new TrainingPlan(model, 3, 16, 0.001, 0, 1), DrawnThings.generate(48, 1));
    TrainedNetwork pruned = trainer.pruned(HALF_THE_FILTERS, now -> {});
    TrainedNetwork control = trainer.fromScratch(HALF_THE_FILTERS, now -> {});

    Model whole = trainer.plan().network(trainer.train(), 1);
    assertEquals(whole.getClass(), pruned.network().getClass());
    assertEquals(9, iterations(pruned.network()));
    assertEquals(9, iterations(control.network()));
    assertEquals(3, epochs(pruned.network()));
    assertEquals(pruned.network().paramTable().keySet(), control.network().paramTable().keySet());
    pruned
        .network()
        .paramTable()
        .forEach(
            (key, value) ->
                assertEquals(
                    value.shapeInfoToString(),
                    control.network().paramTable().get(key).shapeInfoToString(),
                    key));
    assertNotEquals(pruned.network().params(), control.network().params());
    assertTrue(3 * pruned.network().numParams() < whole.numParams());
  }

  private static int iterations(Model network) {
    return network instanceof MultiLayerNetwork layers
        ? layers.getIterationCount()
        : ((ComputationGraph) network).getIterationCount();
  }

  private static int epochs(Model network) {
    return network instanceof MultiLayerNetwork layers
        ? layers.getEpochCount()
        : ((ComputationGraph) network).getEpochCount();
  }
}
