package io.github.dl4jpruning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.analysis.Sensitivity.Curve;
import io.github.dl4jpruning.analysis.Sensitivity.Point;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class SensitivityAnalysisTest {
  private static final PruningRecipe RECIPE = PruningRecipe.oneShot(0.5);
  private static final Score WEIGHTED = net -> 100 - zeros(net, 0) - 2 * zeros(net, 2);

  static Stream<Model> networks() {
    return Stream.of(DataType.FLOAT, DataType.DOUBLE)
        .flatMap(
            type -> {
              Consumer<NeuralNetConfiguration.Builder> typed = builder -> builder.dataType(type);
              return Stream.of(Nets.mln(typed), Nets.graph(typed));
            });
  }

  /** 18, 30 and 10 weights; a zero of the first costs 1, of the second 2, of the third nothing. */
  @ParameterizedTest
  @MethodSource("networks")
  void run_knownScore_curvesAndRecipe(Model net) {
    List<String> keys =
        net instanceof MultiLayerNetwork
            ? List.of("0_W", "2_W", "3_W")
            : List.of("d1_W", "d2_W", "out_W");

    Sensitivity found = SensitivityAnalysis.of(RECIPE, WEIGHTED).withSparsities(0.5, 0.9).run(net);

    assertEquals(
        new Sensitivity(
            RECIPE,
            100,
            List.of(
                new Curve(keys.get(0), 18, List.of(new Point(0.5, 91), new Point(0.9, 84))),
                new Curve(keys.get(1), 30, List.of(new Point(0.5, 70), new Point(0.9, 46))),
                new Curve(keys.get(2), 10, List.of(new Point(0.5, 100), new Point(0.9, 100))))),
        found);
    // 20 of 58: the third's 9 for nothing, 11 of the first.
    MaskStore masks = Pruner.prune(net, found.recipeFor(20 / 58.0));
    assertEquals(
        List.of(7, 30, 1), keys.stream().map(key -> masks.get(key).orElseThrow().kept()).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void run_scoreThrows_networkUntouchedAndTold(int threads) {
    MultiLayerNetwork net = Nets.mln();
    net.fit(Nets.iterator(2));
    INDArray before = net.params().dup();
    List<SensitivityAnalysis.Progress> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger running = new AtomicInteger();
    Score failing =
        copy -> {
          assertNotSame(net, copy);
          running.incrementAndGet();
          try {
            copy.params().assign(7);
            if (seen.size() >= 4) {
              throw new UnsupportedOperationException("on purpose");
            }
            return 1;
          } finally {
            running.decrementAndGet();
          }
        };

    assertEquals(
        "on purpose",
        assertThrows(
                UnsupportedOperationException.class,
                () ->
                    SensitivityAnalysis.of(RECIPE, failing)
                        .withThreads(threads)
                        .onProgress(seen::add)
                        .run(net))
            .getMessage());

    assertEquals(before, net.params());
    assertTrue(seen.size() >= 4 && seen.size() < 4 + threads, () -> "" + seen);
    assertEquals(0, running.get());
  }

  @Test
  void run_scoreThatTrains_sameForAnyNumberOfThreads() {
    MultiLayerNetwork net = Nets.mln();
    net.fit(Nets.iterator(4));
    Score score = Score.negativeLoss(Samples.of(Nets.batches(3)));
    Score afterTraining =
        copy -> {
          Nets.fit(copy, Nets.iterator(2));
          return score.of(copy);
        };
    SensitivityAnalysis scan =
        SensitivityAnalysis.of(RECIPE, afterTraining).withSparsities(0.3, 0.6, 0.9);

    Sensitivity alone = scan.run(net);

    assertEquals(alone, scan.withThreads(4).run(net));
    assertEquals(1, net.getEpochCount());
  }

  @Test
  void run_progress_countsUpAndNamesTheParameter() {
    List<SensitivityAnalysis.Progress> seen = new ArrayList<>();

    SensitivityAnalysis.of(RECIPE, WEIGHTED)
        .withSparsities(0.5)
        .onProgress(seen::add)
        .run(Nets.mln());

    assertEquals(
        List.of(
            new SensitivityAnalysis.Progress(1, 4, "", 0, 100),
            new SensitivityAnalysis.Progress(2, 4, "0_W", 0.5, 91),
            new SensitivityAnalysis.Progress(3, 4, "2_W", 0.5, 70),
            new SensitivityAnalysis.Progress(4, 4, "3_W", 0.5, 100)),
        seen);
  }

  @Test
  void run_structures_groupsOneAtATime() {
    MultiLayerNetwork net = Nets.mln();
    PruningRecipe neurons =
        PruningRecipe.builder()
            .sparsity(0.5)
            .granularity(Granularity.neuron())
            .allocation(Allocation.uniform())
            .oneShot(0)
            .build();
    Score zeros = copy -> -zeros(copy, 0) - 10.0 * zeros(copy, 3);

    Sensitivity found = SensitivityAnalysis.of(neurons, zeros).withSparsities(0.5).run(net);

    assertEquals(2, found.curves().size());
    // 3 of 6 neurons with 3 weights each, 3 (2.5) of 5 with 2 readers each.
    assertEquals(List.of(6L, 5L), found.curves().stream().map(Curve::units).toList());
    assertEquals(
        List.of(-9.0, -60.0),
        found.curves().stream().map(curve -> curve.points().get(0).score()).toList());
    Pruner.prune(net, found.recipeFor(3 / 11.0));
    assertEquals(9, zeros(net, 0));
    assertEquals(0, zeros(net, 3));
  }

  @Test
  void run_criterionOfData_needsSamples() {
    PruningRecipe wanda =
        PruningRecipe.builder().sparsity(0.5).criterion(Criterion.wanda()).oneShot(0).build();
    SensitivityAnalysis scan = SensitivityAnalysis.of(wanda, WEIGHTED).withSparsities(0.5);

    assertThrows(IllegalArgumentException.class, () -> scan.run(Nets.mln()));
    assertEquals(
        91,
        scan.withSamples(Samples.of(Nets.batches(1)))
            .withThreads(2)
            .run(Nets.mln())
            .curves()
            .get(0)
            .points()
            .get(0)
            .score());
  }

  @Test
  void run_scoreNotFinite_throws() {
    Score broken = copy -> zeros(copy, 2) > 0 ? Double.NaN : 1;

    assertEquals(
        "The score is NaN with a sparsity of 0.5 in 2_W; it must be finite",
        assertThrows(
                IllegalStateException.class,
                () -> SensitivityAnalysis.of(RECIPE, broken).withSparsities(0.5).run(Nets.mln()))
            .getMessage());
    assertEquals(
        "The score is Infinity with nothing pruned; it must be finite",
        assertThrows(
                IllegalStateException.class,
                () ->
                    SensitivityAnalysis.of(RECIPE, copy -> Double.POSITIVE_INFINITY)
                        .run(Nets.mln()))
            .getMessage());
  }

  @Test
  void new_badSettings_throws() {
    SensitivityAnalysis scan = SensitivityAnalysis.of(RECIPE, WEIGHTED);

    refused(
        "A scan needs sparsities above 0 and below 1, each above the one before, got [0.5, 0.4]",
        () -> scan.withSparsities(0.5, 0.4));
    refused(
        "A scan needs sparsities above 0 and below 1, each above the one before, got [1.0]",
        () -> scan.withSparsities(1));
    refused(
        "A scan needs sparsities above 0 and below 1, each above the one before, got []",
        () -> scan.withSparsities());
    refused("A scan needs at least 1 thread, got 0", () -> scan.withThreads(0));
    refused(
        "A scan finds a sparsity for each parameter, from 0 up: leave targets and least sparsities"
            + " out of the recipe",
        () ->
            SensitivityAnalysis.of(
                PruningRecipe.builder().target(ParamFilter.layer("0"), 0.5).oneShot(0).build(),
                WEIGHTED));
    refused(
        "\"weights, 2:4\" fixes the sparsity of each parameter: there is nothing to scan",
        () ->
            SensitivityAnalysis.of(
                PruningRecipe.builder().granularity(Granularity.nOfM(2, 4)).oneShot(0).build(),
                WEIGHTED));
  }

  @Test
  void accuracy_ofDl4j_isTheSame() {
    MultiLayerNetwork net = Nets.mln();
    net.fit(Nets.iterator(5));

    assertEquals(
        net.evaluate(Nets.iterator(3)).accuracy(),
        Score.accuracy(Samples.of(Nets.iterator(3))).of(net));
    assertEquals(
        net.evaluate(Nets.iterator(3)).accuracy(),
        Arrays.stream(Score.accuracy(Samples.of(Nets.iterator(3))).ofEach(net).orElseThrow())
            .average()
            .orElseThrow(),
        1e-12);
    assertEquals(
        -net.score(Nets.batches(1).get(0)),
        Score.negativeLoss(Samples.of(Nets.batches(1))).of(net),
        1e-6);
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable made) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  /** Zeros among the weights of a layer of {@link Nets}. */
  private static int zeros(Model net, int layer) {
    PrunableModel model = PrunableModel.of(net);
    String key =
        net instanceof MultiLayerNetwork
            ? layer + "_W"
            : Map.of(0, "d1_W", 2, "d2_W", 3, "out_W").get(layer);
    return WeightInspection.masksFromZeros(model).get(key).map(mask -> mask.pruned()).orElse(0);
  }
}
