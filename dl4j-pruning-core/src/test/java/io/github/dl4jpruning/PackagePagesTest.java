package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.analysis.ImageFormat;
import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.analysis.Noise;
import io.github.dl4jpruning.analysis.Robustness;
import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.SensitivityAnalysis;
import io.github.dl4jpruning.analysis.SparsitySearch;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.CompactionPlan;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.StructureGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** The package pages' code, and the longest of the guides', run: what comes out of it. */
class PackagePagesTest {
  @Test
  void moreThanTheDefaults_asPrinted_prunes() {
    ComputationGraph net = Nets.graph();
    DataSetIterator validation = Nets.iterator(2);
    List<Object> printed = new ArrayList<>();

    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(0.95)
            .target(ParamFilter.layer("out"), 0.5)
            .leaveAlone(ParamFilter.layerClass(LSTM.class))
            .schedule(Schedule.cosine())
            .epochs(1, 8, 1)
            .criterion(Criterion.saliency())
            .allocation(Allocation.uniform())
            .seed(42)
            .build();
    PruningListener pruner =
        PruningListener.builder(recipe)
            .guard(Guard.hold(() -> net.evaluate(validation).accuracy(), 1))
            .onEvent(event -> printed.add(event))
            .build();
    net.addListeners(pruner);
    net.fit(Nets.iterator(2), 9);

    pruner.requireComplete();
    assertEquals(8, printed.size());
    assertEquals(5, pruner.masks().masks().get("out_W").kept());
  }

  @Test
  void onceAfterTraining_asPrinted_keepsMasks() {
    MultiLayerNetwork net = Nets.mln();
    DataSetIterator trainingData = Nets.iterator(3);

    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.8));
    net.addListeners(PruningListener.keep(masks));
    net.fit(trainingData, 2);

    assertTrue(Leaks.of(net, masks).isNone());
  }

  @Test
  void howMuchToPrune_asPrinted_suggestsFindsAndCompares(@TempDir Path folder) throws IOException {
    MultiLayerNetwork net = Nets.mln();
    net.fit(Nets.iterator(6), 2);
    DataSetIterator validation = Nets.iterator(3);

    PruningRecipe recipe = PruningRecipe.builder().sparsity(0.9).iterations(1, 5, 1).build();
    Sensitivity sensitivity =
        SensitivityAnalysis.of(recipe, Score.accuracy(Samples.of(validation)))
            .withThreads(2)
            .run(net);
    PruningRecipe better = sensitivity.recipeFor(0.9);

    MultiLayerNetwork pruned = Nets.mln();
    PruningListener pruner = new PruningListener(better);
    pruned.addListeners(pruner);
    pruned.fit(Nets.iterator(6), 2);
    pruner.requireComplete();
    assertEquals(6, pruner.masks().kept());

    TradeOff found =
        SparsitySearch.of(folder, "as printed", 1)
            .run(sparsity -> sparsity == 0 ? net : pruned, Score.accuracy(Samples.of(validation)));
    assertEquals(0.99, found.chosen().orElseThrow().sparsity());
    assertEquals(pruned.params(), found.chosen().orElseThrow().network(folder).params());

    Samples test = Samples.of(Nets.batches(2));
    String csv =
        ModelComparison.of(net, pruned, Samples.of(Nets.batches(6)), test)
            .with(LatencyComparison.measure(net, pruned, 2, Nets.batches(1).get(0).getFeatures()))
            .with(
                Robustness.of(
                    net,
                    pruned,
                    test,
                    new ImageFormat(1, 1, 3, -1, 1),
                    1,
                    Noise.gaussian(0.1),
                    Noise.saltAndPepper(0.05)))
            .table()
            .csv();
    assertTrue(csv.contains("\r\nnon-zero,counted,"), csv);
  }

  @Test
  void compaction_asPrinted_goesOn() {
    MultiLayerNetwork net = Nets.mln();
    DataSetIterator trainingData = Nets.iterator(2);
    BitSet removed = BitSet.valueOf(new long[] {0b1010});

    StructureGraph graph = StructureGraph.of(PrunableModel.of(net));
    MaskStore masks = graph.groups().get(0).masks(removed);
    CompactionPlan plan = Compactor.plan(net, masks);
    Compacted<MultiLayerNetwork> small = Compactor.apply(net, plan);
    small.network().addListeners(PruningListener.keep(small.masks()));
    small.network().fit(trainingData);

    assertEquals(4, small.network().layerSize(0));
    assertEquals(2, small.network().getIterationCount());
  }

  @Test
  void pruneShrinkPruneOn_asPrinted_reachesTheTarget() {
    MultiLayerNetwork net = Nets.mln();
    DataSetIterator trainingData = Nets.iterator(4);
    int epochs = 3;
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .granularity(Granularity.neuron())
                .iterations(1, 9, 2)
                .build());
    net.addListeners(pruner);
    net.fit(trainingData, 1);

    Compacted<MultiLayerNetwork> small = Compactor.apply(net, Compactor.plan(net, pruner.masks()));
    PruningListener further = pruner.continueOn(small);
    small.network().addListeners(further);
    small.network().fit(trainingData, epochs - net.getEpochCount());

    further.requireComplete();
    assertTrue(small.plan().removedStructures() > 0);
    assertEquals(6.0 / 11, further.status().sparsity());
    assertEquals(12, small.network().getIterationCount());
  }

  /** The criterion of the package page: keeps weights close to 1. */
  @Test
  void criterionOfOnesOwn_asPrinted_decides() {
    Criterion closeToOne =
        context -> {
          float[] scores = context.weights();
          for (int i = 0; i < scores.length; i++) {
            scores[i] = -Math.abs(scores[i] - 1f);
          }
          return scores;
        };
    MultiLayerNetwork net = Nets.of(Nets.output(3));
    net.getParam("0_W").assign(5).putScalar(4, 1.1);

    MaskStore masks =
        Pruner.prune(
            net, PruningRecipe.builder().sparsity(0.8).criterion(closeToOne).oneShot(0).build());

    assertEquals(1, masks.kept());
    assertEquals(1.1f, net.params().maxNumber().floatValue());
  }
}
