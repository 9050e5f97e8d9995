package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.CompactionPlan;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.testing.Leak;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Structures by what they cost, and by who reads them. */
class StructureBudgetTest {
  private static final InputType IMAGES = InputType.convolutional(6, 6, 2);

  private static RecipeBuilder structures() {
    return PruningRecipe.builder()
        .granularity(Granularity.structure())
        .schedule(Schedule.linear())
        .inputTypes(IMAGES)
        .iterations(1, 7, 2);
  }

  // ---- budgets

  /** All of this network's parameters but those of the output's bias hold a part of a structure. */
  @ParameterizedTest
  @CsvSource({"true, 200", "true, 90", "true, 60", "false, 2000", "false, 1000", "false, 500"})
  void fit_budget_isWhatTheSmallerNetworkCosts(boolean parameters, long budget) {
    for (boolean graph : new boolean[] {false, true}) {
      Model net = SmallConvs.net(graph, DataType.FLOAT);
      PruningListener pruner =
          PruningListener.builder(
                  structures()
                      .amount(
                          parameters
                              ? Amount.remainingParameters(budget)
                              : Amount.remainingMacs(budget))
                      .build())
              .build();
      Leak.Watch leak = Leaks.watch(pruner::masks);
      net.setListeners(pruner, leak);
      SmallConvs.fit(net, SmallConvs.batches(9, 4, DataType.FLOAT));

      assertTrue(leak.worst.isNone(), leak.worst::toString);
      Compacted<Model> small = Compactor.apply(net, Compactor.plan(net, pruner.masks(), IMAGES));
      long cost =
          parameters
              ? small.plan().after().parameters() - 2
              : small.plan().after().macs().orElseThrow();
      assertTrue(cost <= budget, () -> cost + " of " + budget);
      long whole =
          parameters
              ? small.plan().before().parameters() - 2
              : small.plan().before().macs().orElseThrow();
      assertEquals(1 - (double) cost / whole, pruner.status().sparsity(), 1e-12);
      assertTrue(pruner.status().isComplete());
    }
  }

  /** By score, the lowest first, as few as the budget asks for. */
  @Test
  void prune_budget_stopsAtTheFirstThatFits() {
    for (long budget = 50; budget < 330; budget += 40) {
      MultiLayerNetwork net = (MultiLayerNetwork) SmallConvs.net(false, DataType.FLOAT);
      PruningRecipe recipe =
          structures()
              .amount(Amount.remainingParameters(budget))
              .criterion(Criterion.random())
              .build();
      MaskStore masks = Pruner.prune(net, recipe);
      long left = parameters(net, masks);
      assertTrue(left <= budget, left + " of " + budget);

      // One parameter more allowed than is left: the same masks; the budget of what the last
      // structure would bring back: other masks.
      assertEquals(masks, again(left));
      assertEquals(masks, again(budget));
      long more = budget;
      while (again(more).equals(masks)) {
        more++;
      }
      assertEquals(more, parameters(net, again(more)), "the next one back fits exactly");
    }
  }

  private static MaskStore again(long budget) {
    return Pruner.prune(
        SmallConvs.net(false, DataType.FLOAT),
        structures()
            .amount(Amount.remainingParameters(budget))
            .criterion(Criterion.random())
            .build());
  }

  private static long parameters(Model net, MaskStore masks) {
    CompactionPlan plan = Compactor.plan(net, masks);
    return plan.after().parameters() - 2;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000_000})
  void attachTo_unreachableBudget_saysWhatIs(long budget) {
    PruningListener pruner =
        new PruningListener(structures().amount(Amount.remainingParameters(budget)).build());

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> pruner.attachTo(SmallConvs.net(true, DataType.FLOAT)));

    assertTrue(
        e.getMessage().contains(budget == 1 ? "the largest reachable sparsity" : "have only"),
        e::getMessage);
  }

  @Test
  void attachTo_budgetByGroups_refused() {
    PruningListener pruner =
        new PruningListener(
            structures()
                .amount(Amount.remainingMacs(1000))
                .allocation(Allocation.uniform())
                .build());

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> pruner.attachTo(SmallConvs.net(true, DataType.FLOAT)));

    assertTrue(e.getMessage().contains("Allocation.global()"), e::getMessage);
  }

  // ---- channels

  /** Of four filters, the second convolution reads two with small weights. */
  @Test
  void prune_channel_scoredByWhatReadsIt() {
    for (boolean graph : new boolean[] {false, true}) {
      Model net = SmallConvs.net(graph, DataType.FLOAT);
      String reader = graph ? "conv2_W" : "3_W";
      String producer = graph ? "conv1_W" : "0_W";
      for (int channel = 0; channel < 4; channel++) {
        net.getParam(reader)
            .get(NDArrayIndex.all(), NDArrayIndex.point(channel))
            .assign(channel == 0 || channel == 3 ? 0.01 : 1);
        net.getParam(producer).get(NDArrayIndex.point(channel)).assign(channel < 2 ? 0.01 : 1);
      }
      RecipeBuilder recipe =
          PruningRecipe.builder().target(ParamFilter.param(reader), 0.5).oneShot(0);

      MaskStore masks = Pruner.prune(net, recipe.granularity(Granularity.channel()).build());

      for (int i = 0; i < 72; i++) {
        assertEquals(
            i / 18 == 1 || i / 18 == 2, masks.get(producer).orElseThrow().isKept(i), "filter");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"magnitude", "saliency", "wanda", "geometricMedian", "taylor"})
  void fit_channels_exactZerosAndHalfAsMany(String name) {
    Criterion criterion =
        switch (name) {
          case "saliency" -> Criterion.saliency();
          case "wanda" -> Criterion.wanda();
          case "geometricMedian" -> Criterion.geometricMedian();
          case "taylor" -> Criterion.taylor();
          default -> Criterion.magnitude();
        };
    Model net = SmallConvs.net(true, DataType.FLOAT);
    PruningListener pruner =
        new PruningListener(
            structures()
                .sparsity(0.5)
                .allocation(Allocation.uniform())
                .criterion(criterion)
                .granularity(Granularity.channel())
                .build());
    Leak.Watch leak = Leaks.watch(pruner::masks);
    net.setListeners(pruner, leak);
    SmallConvs.fit(net, SmallConvs.batches(9, 4, DataType.FLOAT));

    assertTrue(leak.worst.isNone());
    Compacted<Model> small = Compactor.apply(net, Compactor.plan(net, pruner.masks()));
    assertEquals(2, small.network().getParam("conv1_W").size(0));
    assertEquals(2, small.network().getParam("conv2_W").size(0));
    assertEquals(6, small.network().getParam("fc_W").size(1), "neurons stay");
  }

  /** What only columns have can't score what reads. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void attachTo_channelsByActivation_refusedWithTheReason(boolean scale) {
    PruningListener pruner =
        new PruningListener(
            structures()
                .sparsity(0.5)
                .criterion(scale ? Criterion.batchNormScale() : Criterion.meanActivation())
                .granularity(Granularity.channel())
                .build());

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> pruner.attachTo(SmallConvs.net(true, DataType.FLOAT)));

    assertTrue(e.getMessage().contains("rows"), e::getMessage);
  }

  @Test
  void toString_ofShapes_saysWhoScores() {
    assertEquals("channels", Granularity.channel().toString());
    assertEquals("channels in multiples of 8", Granularity.channel().roundedTo(8).toString());
    assertEquals("filters", Granularity.filter().toString());
    assertNotEquals(Granularity.filter(), Granularity.channel());
    ResolvedRecipe resolved =
        new PruningListener(structures().sparsity(0.5).granularity(Granularity.channel()).build())
            .attachTo(SmallConvs.net(true, DataType.FLOAT))
            .orElseThrow();
    assertTrue(resolved.toString().contains("channels"), resolved::toString);
  }
}
