package io.github.dl4jpruning;

import static io.github.dl4jpruning.PrunedRuns.HALF;
import static io.github.dl4jpruning.PrunedRuns.assertNoLeak;
import static io.github.dl4jpruning.PrunedRuns.prunedInFit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.testing.Leak;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Masks hold in every way that DL4J has of training a network. */
class TrainingWaysTest {
  @Test
  void prune_trainedNetwork_thenFineTuned_keepsMasks() {
    for (Model net : List.of(Nets.mln(), Nets.graph())) {
      Nets.fit(net, Nets.iterator(5));
      assertTrue(Leaks.of(net, allOf(net)).state > 0, "there is state to clear");

      MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.7));

      assertEquals(58 - 41, masks.kept());
      assertNoLeak(net, masks);
      Leak.Watch watch = Leaks.watch(() -> masks);
      net.setListeners(watch, PruningListener.keep(masks));
      Nets.fit(net, Nets.iterator(5));
      assertTrue(watch.worst.isNone(), watch.worst::toString);
      assertNotEquals(0, watch.looks);
    }
  }

  /** Masks that call everything pruned: for reading how large anything is. */
  private static MaskStore allOf(Model net) {
    MaskStore none = Pruner.prune(Nets.mln(), PruningRecipe.oneShot(0));
    var masks = new java.util.HashMap<String, io.github.dl4jpruning.mask.Mask>();
    PrunableModel.of(net).params().stream()
        .filter(param -> param.isPrunable())
        .forEach(
            param ->
                masks.put(
                    param.key(),
                    io.github.dl4jpruning.mask.Mask.ofNonZero(
                        param.shape(), new float[param.length()])));
    assertEquals(none.length(), MaskStore.of(masks).length());
    return MaskStore.of(masks);
  }

  @Test
  void prune_recipeThatNeedsSignals_isRefused() {
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(0.5)
            .criterion(io.github.dl4jpruning.criterion.Criterion.saliency())
            .oneShot(0)
            .build();

    assertEquals(
        "saliency needs data: call prune(network, recipe,"
            + " Samples.of(iterator)), add a PruningListener to fit(), or choose"
            + " Criterion.magnitude()",
        assertThrows(IllegalArgumentException.class, () -> Pruner.prune(Nets.mln(), recipe))
            .getMessage());
  }

  @Test
  void keep_status_isComplete() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = PruningListener.keep(Pruner.prune(net, PruningRecipe.oneShot(0.5)));
    net.setListeners(pruner);
    net.fit(Nets.iterator(2));

    pruner.requireComplete();
    assertEquals("pruned 50.00 %, complete", pruner.status().toString());
  }

  @Test
  void fit_evaluationBetween_keepsMasks() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = prunedInFit(net);

    net.evaluate(Nets.iterator(3));
    net.score(Nets.batches(1).get(0));
    net.output(Nets.batches(1).get(0).getFeatures());
    net.fit(Nets.iterator(3));

    assertNoLeak(net, pruner.masks());
  }

  @Test
  void clear_ofMln_dropsUpdaterAndKeepsMasks() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = prunedInFit(net);

    net.clear(); // also throws away the solver, with the updater's state
    net.fit(Nets.batches(1).get(0));

    assertNoLeak(net, pruner.masks());
  }

  @Test
  void fit_updaterStateReplaced_isClearedAgain() {
    for (Model net : List.of(Nets.mln(), Nets.graph())) {
      PruningListener pruner = prunedInFit(net);
      INDArray state = updater(net).getStateViewArray();
      INDArray ones = Nd4j.ones(state.dataType(), state.shape());

      if (net instanceof MultiLayerNetwork mln) {
        mln.setUpdater(new org.deeplearning4j.nn.updater.MultiLayerUpdater(mln, ones));
        mln.fit(Nets.batches(1).get(0));
      } else {
        ComputationGraph graph = (ComputationGraph) net;
        graph.setUpdater(
            new org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater(graph, ones));
        graph.fit(Nets.batches(1).get(0));
      }

      assertNoLeak(net, pruner.masks());
    }
  }

  private static BaseMultiLayerUpdater<?> updater(Model net) {
    return net instanceof MultiLayerNetwork mln
        ? (BaseMultiLayerUpdater<?>) mln.getUpdater()
        : ((ComputationGraph) net).getUpdater();
  }

  @Test
  void fit_weightsSetBetweenEpochs_areClearedBeforeTheNextForwardPass() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = prunedInFit(net);
    net.params().assign(0.25);
    updater(net).getStateViewArray().assign(0.25);
    List<Leak> seen = new ArrayList<>();
    net.addListeners(
        new BaseTrainingListener() {
          @Override
          public void onForwardPass(Model model, List<INDArray> activations) {
            seen.add(Leaks.of(model, pruner.masks()));
          }
        });

    net.fit(Nets.iterator(2));

    assertEquals(0, seen.get(0).weights);
    assertNoLeak(net, pruner.masks());
  }

  @Test
  void fit_checkpointListenerBeforeAndAfter_savesExactZeros(@TempDir Path folder)
      throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(HALF);
    List<MaskStore> history = new ArrayList<>();
    File first = folder.resolve("first").toFile();
    File last = folder.resolve("last").toFile();
    assertTrue(first.mkdir() && last.mkdir());
    net.setListeners(
        new CheckpointListener.Builder(first).saveEveryNIterations(1).keepAll().build(),
        pruner,
        new CheckpointListener.Builder(last).saveEveryNIterations(1).keepAll().build(),
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            history.add(pruner.masks());
          }
        });

    Nets.batches(7).forEach(net::fit);

    for (File root : List.of(first, last)) {
      var checkpoints = CheckpointListener.availableCheckpoints(root);
      assertTrue(checkpoints.size() >= 5);
      for (var checkpoint : checkpoints) {
        MultiLayerNetwork saved = CheckpointListener.loadCheckpointMLN(root, checkpoint);
        MaskStore masks = history.get(checkpoint.getIteration());
        assertTrue(Leaks.of(saved, masks).isNone(), checkpoint::toString);
      }
    }
  }

  @Test
  void fit_truncatedBptt_countsEverySegment() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> {})
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).activation(Activation.TANH).build())
                .layer(
                    new RnnOutputLayer.Builder()
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(3)
                .build());
    net.init();
    List<Long> fired = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(HALF).onEvent(event -> fired.add(event.iteration())).build();
    Leak.Watch watch = Leaks.watch(pruner::masks);
    net.setListeners(watch, pruner);

    INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, 2, 7);
    labels
        .get(
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.point(1),
            org.nd4j.linalg.indexing.NDArrayIndex.all())
        .assign(1);
    for (int i = 0; i < 2; i++) {
      net.fit(Nd4j.rand(DataType.FLOAT, 2, 3, 7), labels); // 7 steps in segments of 3: 3 updates
    }

    assertEquals(List.of(1L, 3L, 5L), fired);
    assertEquals(6, watch.looks);
    assertTrue(watch.worst.isNone(), watch.worst::toString);
    assertNoLeak(net, pruner.masks());
  }

  @Test
  void fit_dropConnect_storedWeightsStayZero() {
    MultiLayerNetwork net = Nets.mln(b -> b.weightNoise(new DropConnect(0.7)));

    assertNoLeak(net, prunedInFit(net).masks());
  }

  @Test
  void fit_graphWithBiasUpdater_keepsZerosZero() {
    ComputationGraph net =
        Nets.graph(b -> b.biasUpdater(new org.nd4j.linalg.learning.config.Sgd(0.1)));

    assertNoLeak(net, prunedInFit(net).masks());
  }
}
