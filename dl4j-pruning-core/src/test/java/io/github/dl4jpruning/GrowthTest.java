package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.testing.Leak;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** Weights that come back. */
class GrowthTest {
  static Stream<Growth> growths() {
    return Stream.of(
        Growth.set(),
        Growth.rigl(),
        Growth.surgery(0.05),
        new Growth.AtRandom(0.5, Growth.Annealing.COSINE));
  }

  private static RecipeBuilder constant(Growth growth) {
    return PruningRecipe.builder()
        .sparsity(0.7)
        .schedule(Schedule.constant())
        .growth(growth)
        .iterations(0, 20, 2);
  }

  @ParameterizedTest
  @MethodSource("growths")
  void fit_growth_sameSparsityAndExactZerosAtEveryStep(Growth growth) {
    for (boolean graph : new boolean[] {false, true}) {
      for (Allocation split :
          List.of(Allocation.global(), Allocation.erk(), Allocation.uniform())) {
        Model net = SmallConvs.net(graph, DataType.FLOAT);
        List<PruningEvent> events = new ArrayList<>();
        PruningListener pruner =
            PruningListener.builder(constant(growth).allocation(split).build())
                .onEvent(events::add)
                .build();
        Leak.Watch before = Leaks.watch(pruner::masks);
        Leak.Watch after = Leaks.watch(pruner::masks);
        net.setListeners(before, pruner, after);

        SmallConvs.fit(net, SmallConvs.batches(24, 4, DataType.FLOAT));

        pruner.requireComplete();
        long kept = events.get(0).masks().kept();
        assertTrue(
            events.stream().allMatch(event -> event.masks().kept() == kept), split::toString);
        assertTrue(
            events.stream().skip(1).mapToLong(PruningEvent::returned).sum() > 0,
            () -> growth + " brought nothing back, " + split);
        assertTrue(before.worst.isNone(), () -> growth + " before: " + before.worst);
        assertTrue(after.worst.isNone(), () -> growth + " after: " + after.worst);
      }
    }
  }

  @Test
  void fit_rigl_dropsLowestAndGrowsSteepest() {
    MultiLayerNetwork net = Nets.mln(b -> b.updater(new Sgd(0.1)));
    List<MaskStore> masks = new ArrayList<>();
    float[][] seen = new float[2][];
    PruningListener pruner =
        PruningListener.builder(constant(new Growth.ByGradient(0.2, Growth.Annealing.NONE)).build())
            .onEvent(event -> masks.add(event.masks()))
            .build();
    net.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onGradientCalculation(Model model) {
            if (masks.size() == 1) {
              seen[0] = model.params().toFloatVector();
              seen[1] = model.getGradientsViewArray().dup().toFloatVector();
            }
          }
        },
        pruner);
    Nets.batches(3).forEach(net::fit);

    // 58 weights, 17 kept; a fifth of them, 3, go, and the 3 steepest of all others grow.
    MaskStore first = masks.get(0);
    MaskStore second = masks.get(1);
    List<float[]> kept = new ArrayList<>();
    first
        .masks()
        .forEach(
            (key, mask) -> {
              INDArray param = net.getParam(key);
              int offset = (int) (param.offset() - net.params().offset());
              for (int i = 0; i < mask.length(); i++) {
                if (mask.isKept(i)) {
                  kept.add(new float[] {Math.abs(seen[0][offset + i])});
                }
              }
            });
    kept.sort((a, b) -> Float.compare(a[0], b[0]));
    float weakestLeft = kept.get(3)[0];
    List<Float> open = new ArrayList<>();
    List<Float> grown = new ArrayList<>();
    first
        .masks()
        .forEach(
            (key, mask) -> {
              INDArray param = net.getParam(key);
              int offset = (int) (param.offset() - net.params().offset());
              Mask now = second.get(key).orElseThrow();
              for (int i = 0; i < mask.length(); i++) {
                boolean strong = mask.isKept(i) && Math.abs(seen[0][offset + i]) >= weakestLeft;
                if (strong) {
                  assertTrue(now.isKept(i));
                } else {
                  open.add(Math.abs(seen[1][offset + i]));
                  if (now.isKept(i)) {
                    grown.add(Math.abs(seen[1][offset + i]));
                  }
                }
              }
            });
    open.sort(java.util.Comparator.reverseOrder());
    grown.sort(java.util.Comparator.reverseOrder());
    assertEquals(open.subList(0, 3), grown);
  }

  @Test
  void fit_set_seedDecides() {
    assertEquals(grown(1), grown(1));
    assertNotEquals(grown(1), grown(2));
  }

  private static MaskStore grown(long seed) {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(constant(Growth.set()).iterations(0, 4, 2).seed(seed).build());
    net.setListeners(pruner);
    Nets.batches(6).forEach(net::fit);
    return pruner.masks();
  }

  @Test
  void fit_nOfMWithGrowth_patternAtEveryMoment() {
    Model net = SmallConvs.net(true, DataType.FLOAT);
    List<PruningEvent> events = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(constant(Growth.rigl()).granularity(Granularity.nOfM(2, 4)).build())
            .onEvent(events::add)
            .build();
    net.setListeners(pruner);

    SmallConvs.fit(net, SmallConvs.batches(24, 4, DataType.FLOAT));

    assertTrue(events.stream().skip(1).mapToLong(PruningEvent::returned).sum() > 0);
    for (PruningEvent event : events) {
      // fc_W[45, 6], column by column: fours of inputs, the last a single one.
      Mask mask = event.masks().get("fc_W").orElseThrow();
      for (int column = 0; column < 6; column++) {
        for (int from = 0; from < 45; from += 4) {
          int kept = 0;
          for (int row = from; row < Math.min(45, from + 4); row++) {
            kept += mask.isKept(column * 45 + row) ? 1 : 0;
          }
          assertTrue(kept <= 2);
        }
      }
    }
  }

  /** A hidden weight trains on, and comes back with what it has become. */
  @Test
  void fit_surgery_weightReturnsWithItsHiddenValue() {
    MultiLayerNetwork net = Nets.mln(b -> b.updater(new Sgd(1e-4)));
    PruningListener[] pruner = new PruningListener[1];
    List<double[]> returned = new ArrayList<>();
    MaskStore[] last = {MaskStore.empty()};
    pruner[0] =
        PruningListener.builder(constant(new Growth.Surgery(0.5, 0)).build())
            .onEvent(
                event -> {
                  event
                      .masks()
                      .masks()
                      .forEach(
                          (key, mask) ->
                              last[0]
                                  .get(key)
                                  .ifPresent(
                                      before -> {
                                        Mask back = mask.minus(before);
                                        float[] now = values(net, key);
                                        for (int i = 0; i < back.length(); i++) {
                                          if (back.isKept(i)) {
                                            returned.add(new double[] {now[i]});
                                          }
                                        }
                                      }));
                  last[0] = event.masks();
                })
            .build();
    net.setListeners(pruner[0]);

    Nets.batches(22).forEach(net::fit);

    assertFalse(returned.isEmpty());
    assertTrue(returned.stream().allMatch(value -> Math.abs(value[0]) > 1e-3));
  }

  private static float[] values(MultiLayerNetwork net, String key) {
    INDArray param = net.getParam(key);
    int offset = (int) (param.offset() - net.params().offset());
    return java.util.Arrays.copyOfRange(
        net.params().toFloatVector(), offset, offset + (int) param.length());
  }

  @Test
  void surgery_ofColumns_refused() {
    PruningListener pruner =
        new PruningListener(
            constant(Growth.surgery(0.1)).granularity(Granularity.column()).build());

    assertEquals(
        "Growth.surgery is for single weights, and the recipe prunes columns",
        assertThrows(IllegalArgumentException.class, () -> pruner.attachTo(Nets.mln()))
            .getMessage());
  }
}
