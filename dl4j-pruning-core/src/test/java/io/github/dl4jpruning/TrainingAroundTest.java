package io.github.dl4jpruning;

import static io.github.dl4jpruning.PrunedRuns.HALF;
import static io.github.dl4jpruning.PrunedRuns.assertNoLeak;
import static io.github.dl4jpruning.PrunedRuns.prunedInFit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

/** Masks hold around training: clones, transfer, early stopping, saved and imported networks. */
class TrainingAroundTest {
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
