package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.event.WeightHistogram;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class PruningHistoryTest {
  private static final PruningRecipe RECIPE =
      PruningRecipe.builder().sparsity(0.5).iterations(0, 4, 2).build();

  @Test
  void history_afterFit_isThatOfTheEvents() {
    List<PruningEvent> events = new ArrayList<>();
    PruningListener pruner = PruningListener.builder(RECIPE).onEvent(events::add).build();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(pruner);
    assertEquals(PruningHistory.empty(), pruner.history());

    net.fit(Nets.iterator(6), 1);

    List<PruningHistory.Change> changes = pruner.history().changes();
    assertEquals(3, changes.size());
    for (int i = 0; i < 3; i++) {
      PruningHistory.Change change = changes.get(i);
      assertEquals(PruningHistory.Change.of(events.get(i), change.loss()), change);
      assertTrue(change.loss() > 0);
    }
  }

  @Test
  void history_before_isOfTheWeightsAtTheFirstChange() {
    MultiLayerNetwork net = Nets.mln();
    WeightHistogram first = WeightHistogram.of(net.getParam("0_W").dup('f').data().asFloat());
    PruningListener pruner = new PruningListener(RECIPE);
    net.addListeners(pruner);
    net.fit(Nets.iterator(6), 1);

    assertEquals(List.of("0_W", "2_W", "3_W"), List.copyOf(pruner.history().before().keySet()));
    assertEquals(first, pruner.history().before().get("0_W"));
  }

  @Test
  void history_startingFromMasks_hasNoWeightsBefore() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(RECIPE)
            .masks(Pruner.prune(net, PruningRecipe.oneShot(0.2)))
            .build();
    net.addListeners(pruner);
    net.fit(Nets.iterator(6), 1);

    assertFalse(pruner.history().changes().isEmpty());
    assertTrue(pruner.history().before().isEmpty());
  }

  @Test
  void history_guardHolds_weightsAreOfTheFirstRealChange() {
    MultiLayerNetwork net = Nets.mln();
    double[] scores = {1, 0, 1, 1, 1};
    int[] asked = {0};
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.5).iterations(2, 4, 1).build())
            .guard(Guard.hold(() -> scores[Math.min(asked[0]++, 4)], 0.1))
            .build();
    net.addListeners(pruner);
    net.fit(Nets.iterator(8), 1);

    assertTrue(pruner.status().isComplete());
    assertEquals(3, pruner.history().before().size());
  }

  @Test
  void history_filters_reachedIsInUnits() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(neurons());
    net.addListeners(pruner);
    net.fit(Nets.iterator(6), 1);

    PruningHistory.Change last = pruner.history().changes().get(2);
    assertEquals(pruner.status().sparsity(), last.reached());
    assertEquals(last.target().orElseThrow(), last.reached());
    assertTrue(last.sparsity() > last.reached());
  }

  @Test
  void continueOn_history_goesOn() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(neurons());
    net.addListeners(pruner);
    net.fit(Nets.iterator(3), 1);
    Compacted<MultiLayerNetwork> small = Compactor.apply(net, Compactor.plan(net, pruner.masks()));
    PruningListener further = pruner.continueOn(small);
    assertEquals(pruner.history(), further.history());

    small.network().addListeners(further);
    small.network().fit(Nets.iterator(3), 1);

    assertEquals(3, further.history().changes().size());
    assertEquals(pruner.history().before(), further.history().before());
  }

  private static PruningRecipe neurons() {
    return PruningRecipe.builder()
        .sparsity(0.5)
        .iterations(0, 4, 2)
        .granularity(Granularity.neuron())
        .allocation(Allocation.uniform())
        .build();
  }
}
