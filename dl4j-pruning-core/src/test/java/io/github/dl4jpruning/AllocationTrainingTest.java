package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.testing.Leak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Splits of a budget in training: a user's own, and those that a schedule could upset. */
class AllocationTrainingTest {
  private static final Allocation OWN = pool -> 1 / Math.sqrt(pool.units().count());
  private static final InputType IMAGES = InputType.convolutional(6, 6, 2);

  @TempDir Path folder;

  static Stream<Allocation> splits() {
    return Stream.of(
        OWN,
        Allocation.global(),
        Allocation.uniform(),
        Allocation.perOutput(),
        Allocation.erdosRenyi(),
        Allocation.erk());
  }

  /** Small parameters stay dense in the end, and would come back from the first sparsity. */
  @ParameterizedTest
  @MethodSource("splits")
  void fit_initialSparsity_nothingComesBackAndTotalsAreExact(Allocation split) {
    for (boolean graph : new boolean[] {false, true}) {
      Model net = SmallConvs.net(graph, DataType.FLOAT);
      List<MaskStore> history = new ArrayList<>();
      PruningListener pruner =
          PruningListener.builder(
                  PruningRecipe.builder()
                      .sparsity(0.6)
                      .schedule(Schedule.polynomial(3, 0.4))
                      .allocation(split)
                      .iterations(1, 8, 1)
                      .build())
              .onEvent(event -> history.add(event.masks()))
              .build();
      assertFalse(pruner.attachTo(net).orElseThrow().recovers());
      Leak.Watch leak = Leaks.watch(pruner::masks);
      net.setListeners(pruner, leak);

      SmallConvs.fit(net, SmallConvs.batches(10, 4, DataType.FLOAT));

      pruner.requireComplete();
      assertTrue(leak.worst.isNone(), leak.worst::toString);
      for (int i = 1; i < history.size(); i++) {
        assertTrue(history.get(i).isSubsetOf(history.get(i - 1)), "change " + i);
      }
      long n = weights(net);
      assertEquals(n - Math.round(0.6 * n), pruner.masks().kept());
    }
  }

  @Test
  void fit_ownAllocation_largerLayersAreSparser() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(recipe().allocation(OWN).build());
    net.setListeners(pruner);

    net.fit(Nets.iterator(6));

    pruner.requireComplete();
    // 29 in proportion to the roots of 18, 30 and 10: 9.55, 12.33 and 7.12.
    assertEquals(
        List.of(10, 12, 7), pruner.masks().masks().values().stream().map(Mask::kept).toList());
  }

  @Test
  void resume_ownAllocation_asksForTheRecipe() throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(recipe().allocation(OWN).build());
    net.setListeners(pruner);
    net.fit(Nets.iterator(3));
    Path file = folder.resolve("own.zip");
    PruningCheckpoint.save(file, net, pruner);

    assertEquals(
        "The recipe in %s has parts of your own, which a file can't hold: [%s (a lambda)]. Write it"
                .formatted(file, AllocationTrainingTest.class.getName())
            + " down again and call resume(file, recipe)",
        assertThrows(IOException.class, () -> PruningCheckpoint.resume(file)).getMessage());

    PruningCheckpoint run = PruningCheckpoint.resume(file, recipe().allocation(OWN).build());
    MultiLayerNetwork restored = run.network(MultiLayerNetwork.class);
    PruningListener resumed = run.listener();
    restored.setListeners(resumed);
    restored.fit(Nets.iterator(3));
    net.fit(Nets.iterator(3));
    resumed.requireComplete();
    assertEquals(pruner.masks(), resumed.masks());
  }

  @Test
  void attachTo_ownAllocationWithAThreshold_refused() {
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .amount(Amount.threshold(0.1))
                .allocation(OWN)
                .oneShot(0)
                .build());

    String message =
        assertThrows(IllegalArgumentException.class, () -> pruner.attachTo(Nets.mln()))
            .getMessage();
    assertTrue(
        message.startsWith(
            "With a threshold there is no budget to split: leave out the allocation"),
        message);
  }

  @ParameterizedTest
  @MethodSource("splits")
  void fit_remainingMacsOfSingleWeights_neverMoreAndNoWholeWeightLess(Allocation split) {
    for (long budget : new long[] {2_000, 1_000, 400}) {
      Model net = SmallConvs.net(true, DataType.FLOAT);
      PruningListener pruner =
          new PruningListener(
              recipe()
                  .amount(Amount.remainingMacs(budget))
                  .inputTypes(IMAGES)
                  .allocation(split)
                  .build());
      net.setListeners(pruner);
      SmallConvs.fit(net, SmallConvs.batches(6, 4, DataType.FLOAT));

      pruner.requireComplete();
      MacCount macs = MacCount.of(PrunableModel.of(net), IMAGES);
      long[] left = {0, 0};
      macs.perWeight()
          .forEach(
              (key, each) -> {
                left[0] += each * pruner.masks().get(key).map(Mask::kept).orElse(0);
                left[1] = Math.max(left[1], each);
              });
      assertTrue(left[0] <= budget && left[0] > budget - left[1], left[0] + " of " + budget);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 100, 150})
  void attachTo_remainingParametersOfKernels_saysWhatCanBeHad(int budget) {
    Model net = SmallConvs.net(true, DataType.FLOAT);
    PruningListener pruner =
        new PruningListener(
            recipe()
                .amount(Amount.remainingParameters(budget))
                .granularity(Granularity.kernel())
                .build());
    ResolvedRecipe resolved = pruner.attachTo(net).orElseThrow();
    net.setListeners(pruner);
    SmallConvs.fit(net, SmallConvs.batches(6, 4, DataType.FLOAT));

    long kept = pruner.masks().kept();
    assertTrue(kept <= budget && kept > budget - 9, kept + " of " + budget);
    assertEquals(
        List.of(
            ("Of the %s weights of [conv1_W[4, 2, 3, 3], conv2_W[5, 4, 2, 2], fc_W[45, 6],"
                    + " out_W[6, 2]], %s shall remain. Units go whole, the lowest scores first,"
                    + " until that is not exceeded: the largest is 9, so as few as %s may remain")
                .formatted(weights(net), budget, budget - 8)),
        resolved.remarks());
  }

  @Test
  void attachTo_targetThatLeavesNothing_warnsOfTheFloor() {
    ResolvedRecipe resolved =
        new PruningListener(PruningRecipe.oneShot(0.9999)).attachTo(Nets.mln()).orElseThrow();

    assertEquals(
        List.of(
            "The target would keep 0 of the 58 weights of [0_W[3, 6], 2_W[6, 5], 3_W[5, 2]]; as"
                + " each parameter keeps at least one, 3 stay: a sparsity of 0.948276 instead of"
                + " 0.9999"),
        resolved.remarks());
    assertEquals(55 / 58.0, resolved.sparsityAt(1).orElseThrow());
  }

  private static RecipeBuilder recipe() {
    return PruningRecipe.builder().sparsity(0.5).iterations(0, 4, 2);
  }

  private static long weights(Model net) {
    return ResolvedRecipe.of(PruningRecipe.oneShot(0), PrunableModel.of(net)).params().stream()
        .mapToLong(param -> param.length())
        .sum();
  }
}
