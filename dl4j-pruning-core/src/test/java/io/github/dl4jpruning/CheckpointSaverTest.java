package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointSaverTest {
  private static final long MINUTE = 60_000_000_000L;

  @TempDir Path folder;

  private MultiLayerNetwork net;
  private PruningListener pruner;

  @BeforeEach
  void network() {
    net = Nets.mln();
    pruner = new PruningListener(PruningRecipe.builder().sparsity(0.5).iterations(2, 6, 2).build());
  }

  private void fit(CheckpointSaver saver, int batches) {
    net.setListeners(pruner, saver);
    net.fit(Nets.iterator(batches));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyIterations_three_afterTheThirdAndSixth() throws IOException {
    fit(CheckpointSaver.into(folder, pruner).everyIterations(3).build(), 8);

    assertEquals(List.of("checkpoint-3.zip", "checkpoint-6.zip"), files());
    assertEquals(Optional.of(folder.resolve("checkpoint-6.zip")), CheckpointSaver.latest(folder));
  }

  @Test
  void everyEpochs_two_afterTheSecondAndFourth() throws IOException {
    net.setListeners(pruner, CheckpointSaver.into(folder, pruner).everyEpochs(2).build());
    net.fit(Nets.iterator(3), 5);

    assertEquals(List.of("checkpoint-12.zip", "checkpoint-6.zip"), files());
    assertEquals(
        2,
        PruningCheckpoint.resume(folder.resolve("checkpoint-6.zip"))
            .network(MultiLayerNetwork.class)
            .getEpochCount());
  }

  @Test
  void everyMinutes_clock_countsFromTheLastSave() throws IOException {
    long[] clock = {0};
    fit(
        CheckpointSaver.into(folder, pruner)
            .everyMinutes(2)
            .nanoClock(() -> clock[0] += MINUTE)
            .build(),
        7);

    // Asked at minutes 1 to 7: the first counts as a save.
    assertEquals(List.of("checkpoint-3.zip", "checkpoint-5.zip", "checkpoint-7.zip"), files());
  }

  @Test
  void keepLast_two_olderOnesGo() throws IOException {
    Files.writeString(folder.resolve("checkpoint-notes.zip"), "not ours");

    fit(CheckpointSaver.into(folder, pruner).everyIterations(1).keepLast(2).build(), 12);

    assertEquals(
        List.of("checkpoint-11.zip", "checkpoint-12.zip", "checkpoint-notes.zip"), files());
  }

  @Test
  void best_score_onlyNetworksAtTheFinalSparsity() throws IOException {
    double[] scores = {0.9, 0.7, 0.8, 0.6, 0.8};
    int[] asked = {0};
    fit(
        CheckpointSaver.into(folder, pruner)
            .everyIterations(1)
            .keepLast(1)
            .best(() -> scores[asked[0]++])
            .build(),
        9);

    // Complete after the step at 6, the seventh: asked after steps 7, 8 and 9.
    assertEquals(3, asked[0]);
    PruningCheckpoint best = PruningCheckpoint.resume(folder.resolve("best.zip"));
    assertEquals(7, best.network(MultiLayerNetwork.class).getIterationCount());
    assertEquals(0.5, best.masks().sparsity());
  }

  @Test
  void save_folderGone_trainingGoesOnAndFailureTells() throws IOException {
    Path gone = folder.resolve("gone");
    CheckpointSaver saver = CheckpointSaver.into(gone, pruner).everyIterations(2).build();
    Files.delete(gone);

    fit(saver, 8);

    pruner.requireComplete();
    assertTrue(saver.failure().orElseThrow().getMessage().contains("there is no folder"));
    Files.createDirectory(gone);
    net.fit(Nets.iterator(2));
    assertEquals(Optional.empty(), saver.failure());
  }

  @Test
  void everyIterations_truncatedBackpropagation_refused() {
    MultiLayerNetwork series =
        new MultiLayerNetwork(
            Nets.builder(b -> {})
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).build())
                .layer(
                    new RnnOutputLayer.Builder()
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(2)
                .build());
    series.init();
    series.setListeners(pruner, CheckpointSaver.into(folder, pruner).everyIterations(1).build());
    DataSet batch =
        new DataSet(Nd4j.rand(DataType.FLOAT, 2, 3, 6), Nd4j.ones(DataType.FLOAT, 2, 2, 6));

    assertTrue(
        assertThrows(IllegalStateException.class, () -> series.fit(batch))
            .getMessage()
            .contains("save everyEpochs(n) instead"));
  }

  @Test
  void builder_nothingSaysWhen_error() {
    assertEquals(
        "Say when to save: everyIterations(n), everyEpochs(n) or everyMinutes(n)",
        assertThrows(
                IllegalStateException.class, () -> CheckpointSaver.into(folder, pruner).build())
            .getMessage());
    assertEquals(
        "The number of epochs must be at least 1, got 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> CheckpointSaver.into(folder, pruner).everyEpochs(0))
            .getMessage());
  }

  @Test
  void latest_emptyFolder_none() throws IOException {
    assertEquals(Optional.empty(), CheckpointSaver.latest(folder));
  }
}
