package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Masks hold in every way that DL4J has of training a network, and around it. */
class TrainingWaysTest {
  private static final PruningRecipe HALF =
      PruningRecipe.builder().sparsity(0.5).iterations(1, 5, 2).build();

  private static void assertNoLeak(Model net, MaskStore masks) {
    Leak leak = Leak.of(net, masks);
    assertTrue(leak.positions > 0, "something is pruned");
    assertTrue(leak.isNone(), leak::toString);
  }

  private static PruningListener prunedInFit(Model net) {
    PruningListener pruner = new PruningListener(HALF);
    net.setListeners(pruner);
    Nets.fit(net, Nets.iterator(8));
    pruner.requireComplete();
    return pruner;
  }

  @Test
  void prune_trainedNetwork_thenFineTuned_keepsMasks() {
    for (Model net : List.of(Nets.mln(), Nets.graph())) {
      Nets.fit(net, Nets.iterator(5));
      assertTrue(Leak.of(net, allOf(net)).state > 0, "there is state to clear");

      MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.7));

      assertEquals(58 - 41, masks.kept());
      assertNoLeak(net, masks);
      Leak.Watch watch = new Leak.Watch(() -> masks);
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
  void clone_ofMln_goesOnWithKeep() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = prunedInFit(net);

    MultiLayerNetwork clone = net.clone();
    clone.setListeners(PruningListener.keep(pruner.masks()));
    clone.fit(Nets.iterator(4));
    net.fit(Nets.iterator(4));

    assertNoLeak(clone, pruner.masks());
    assertNoLeak(net, pruner.masks());
    assertArrayEquals(net.params().toFloatVector(), clone.params().toFloatVector());
  }

  /** DL4J's graph clone shares the list of listeners; a copy through the serializer does not. */
  @Test
  void clone_ofGraph_evaluatesAndOriginalTrainsOn() {
    ComputationGraph net = Nets.graph();
    PruningListener pruner = prunedInFit(net);

    ComputationGraph clone = net.clone();
    assertNoLeak(clone, pruner.masks());
    clone.evaluate(Nets.iterator(2));
    net.fit(Nets.iterator(4));

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
            seen.add(Leak.of(model, pruner.masks()));
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
        assertTrue(Leak.of(saved, masks).isNone(), checkpoint::toString);
      }
    }
  }

  @Test
  void restore_fromModelSerializer_goesOnWithKeep(@TempDir Path folder) throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = prunedInFit(net);
    File file = folder.resolve("net.zip").toFile();
    ModelSerializer.writeModel(net, file, true);

    MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file, true);
    assertEquals(pruner.masks(), WeightInspection.masksFromZeros(PrunableModel.of(restored)));
    restored.setListeners(PruningListener.keep(pruner.masks()));
    restored.fit(Nets.iterator(3));
    net.fit(Nets.iterator(3));

    assertNoLeak(restored, pruner.masks());
    assertArrayEquals(net.params().toFloatVector(), restored.params().toFloatVector());
  }

  @Test
  void earlyStopping_gatedScore_returnsAPrunedBest() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.9).iterations(0, 15, 5).build());
    net.setListeners(pruner);
    ScoreCalculator<Model> loss = new DataSetLossCalculator(Nets.iterator(4), true);
    EarlyStoppingConfiguration<MultiLayerNetwork> configuration =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .modelSaver(new InMemoryModelSaver<>())
            .scoreCalculator(pruner.onlyWhenComplete(loss))
            .epochTerminationConditions(
                new MaxEpochsTerminationCondition(9),
                pruner.onlyWhenComplete(new ScoreImprovementEpochTerminationCondition(2)))
            .build();

    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(configuration, net, Nets.iterator(4)).fit();

    assertTrue(result.getBestModelEpoch() >= 3, "complete after 16 steps of 4 an epoch");
    assertTrue(result.getTotalEpochs() > 4, "unfinished epochs are no lack of improvement");
    assertEquals(58 - 52, pruner.masks().kept());
    assertNoLeak(result.getBestModel(), pruner.masks());
  }

  /** The control: without the gate an early, denser network wins. */
  @Test
  void earlyStopping_plainScore_returnsADenserBest() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.9).iterations(0, 15, 5).build());
    net.setListeners(pruner);
    EarlyStoppingConfiguration<MultiLayerNetwork> configuration =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .modelSaver(new InMemoryModelSaver<>())
            .scoreCalculator(new DataSetLossCalculator(Nets.iterator(4), true))
            .epochTerminationConditions(new MaxEpochsTerminationCondition(9))
            .build();

    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(configuration, net, Nets.iterator(4)).fit();

    assertTrue(result.getBestModelEpoch() < 4, () -> "epoch " + result.getBestModelEpoch());
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
    Leak.Watch watch = new Leak.Watch(pruner::masks);
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
  void pretrain_maskedNetwork_keepsZerosInTheLayersOwnView() {
    for (MultiLayerNetwork net : List.of(autoEncoders(), variational())) {
      MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));
      PruningListener pruner = PruningListener.keep(masks);
      pruner.attachTo(net);
      net.setListeners(pruner);
      float[] before = net.params().toFloatVector();

      for (DataSet batch : Nets.batches(5)) {
        net.pretrainLayer(0, batch.getFeatures());
      }

      assertNoLeak(net, masks);
      assertNotEquals(
          java.util.Arrays.hashCode(before),
          java.util.Arrays.hashCode(net.params().toFloatVector()),
          "pretraining moved something");
      BaseMultiLayerUpdater<?> own =
          (BaseMultiLayerUpdater<?>) net.getLayer(0).getOptimizer().getUpdater();
      assertTrue(own.getStateViewArray().amaxNumber().doubleValue() > 0);
      PrunableModel.of(net)
          .viewsOf(net.getLayer(0))
          .orElseThrow()
          .states()
          .forEach(state -> assertZeroWhereMasked(state.values(), state.offset(), net, masks));
      net.fit(Nets.iterator(3));
      assertNoLeak(net, masks);
    }
  }

  /** The control: without the listener, pretraining brings pruned weights back. */
  @Test
  void pretrain_withoutListener_leaks() {
    MultiLayerNetwork net = autoEncoders();
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));

    Nets.batches(5).forEach(batch -> net.pretrainLayer(0, batch.getFeatures()));

    assertTrue(Leak.of(net, masks).weights > 0);
  }

  private static void assertZeroWhereMasked(
      INDArray values, int offset, MultiLayerNetwork net, MaskStore masks) {
    var param = PrunableModel.of(net).params().get(0);
    var mask = masks.masks().get(param.key());
    double[] state = values.toDoubleVector();
    for (int i = 0; i < mask.length(); i++) {
      int at = param.offset() + i - offset;
      if (!mask.isKept(i) && at >= 0 && at < state.length) {
        assertEquals(0, state[at]);
      }
    }
  }

  private static MultiLayerNetwork autoEncoders() {
    return Nets.of(
        new AutoEncoder.Builder().nIn(3).nOut(6).activation(Activation.TANH).build(),
        Nets.output(6));
  }

  private static MultiLayerNetwork variational() {
    return Nets.of(
        new VariationalAutoencoder.Builder()
            .nIn(3)
            .nOut(4)
            .encoderLayerSizes(5)
            .decoderLayerSizes(5)
            .activation(Activation.TANH)
            .build(),
        Nets.output(4));
  }

  @Test
  void pretrain_listenerNotAttached_saysSo() {
    MultiLayerNetwork net = autoEncoders();
    net.setListeners(PruningListener.keep(Pruner.prune(net, PruningRecipe.oneShot(0.5))));

    assertEquals(
        "Layer-wise pretraining begins before the PruningListener has seen the network that its"
            + " masks belong to: call attachTo(net) first",
        assertThrows(
                IllegalStateException.class,
                () -> net.pretrainLayer(0, Nets.batches(1).get(0).getFeatures()))
            .getMessage());
  }

  @Test
  void transferLearning_masksOfUnchangedLayers_goOn() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = prunedInFit(net);

    MultiLayerNetwork next =
        new TransferLearning.Builder(net).nOutReplace(3, 2, WeightInit.XAVIER).build();
    MaskStore masks = pruner.masks().retain(List.of("0_W", "2_W"));
    next.setListeners(PruningListener.keep(masks));
    next.fit(Nets.iterator(4));

    assertNoLeak(next, masks);
  }

  @Test
  void transferLearning_frozenLayers_areLeftAloneByANewRecipe() {
    MultiLayerNetwork net = Nets.mln();
    prunedInFit(net);

    MultiLayerNetwork next = new TransferLearning.Builder(net).setFeatureExtractor(0).build();
    PruningListener again = new PruningListener(HALF);
    next.setListeners(again);
    next.fit(Nets.iterator(8));

    assertEquals(List.of("2_W", "3_W"), List.copyOf(again.masks().masks().keySet()));
    assertNoLeak(next, again.masks());
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

  @Test
  void fit_importedFromKeras_isPrunedAsAnyOther(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("model.json");
    java.nio.file.Files.writeString(
        json,
        """
        {"class_name": "Sequential", "keras_version": "2.2.4", "backend": "tensorflow",
         "config": {"name": "net", "layers": [
          {"class_name": "Dense", "config": {"name": "fc1", "trainable": true,
            "batch_input_shape": [null, 3], "dtype": "float32", "units": 6, "activation": "relu",
            "use_bias": true,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
            "bias_initializer": {"class_name": "Zeros", "config": {}},
            "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
            "kernel_constraint": null, "bias_constraint": null}},
          {"class_name": "Dense", "config": {"name": "out", "trainable": true, "dtype": "float32",
            "units": 2, "activation": "softmax", "use_bias": true,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
            "bias_initializer": {"class_name": "Zeros", "config": {}},
            "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
            "kernel_constraint": null, "bias_constraint": null}}]}}
        """);
    var configuration = KerasModelImport.importKerasSequentialConfiguration(json.toString(), false);
    MultiLayerNetwork imported = new MultiLayerNetwork(configuration);
    imported.init();
    MultiLayerNetwork net =
        new TransferLearning.Builder(imported)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Adam(0.01)).build())
            .removeOutputLayer()
            .addLayer(Nets.output(6))
            .build();

    PruningListener pruner = prunedInFit(net);

    assertEquals(30 - 15, pruner.masks().kept());
    assertNoLeak(net, pruner.masks());
  }
}
