package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/** What is not written or read, and why. */
class PrunedModelFileRefusalTest {
  private static final WriteOptions WITH_STATE = WriteOptions.defaults().withUpdaterState();
  @TempDir Path folder;

  @Test
  void write_updaterWithoutState_nothingWritten() throws IOException {
    MultiLayerNetwork network = Nets.mln(builder -> builder.updater(new Sgd(0.1)));
    Nets.fit(network, Nets.iterator(1));

    assertArrayEquals(
        Saved.bytes(network, MaskStore.empty()),
        Saved.bytes(network, MaskStore.empty(), WITH_STATE));
  }

  @Test
  void write_beyondHalfPrecision_refused() {
    MultiLayerNetwork network = Nets.mln();
    network.getParam("0_W").putScalar(1, 70000);

    assertEquals(
        "0_W[3, 6] holds 70000.0 at position 1, but half precision ends at 65504.0. Write it without"
            + " half precision",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Saved.bytes(
                        network, MaskStore.empty(), WriteOptions.defaults().withHalfPrecision()))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "HALF"})
  void write_prunedWeightNotZero_refused(DataType type) throws IOException {
    MultiLayerNetwork network = Nets.mln(builder -> builder.dataType(type));
    MaskStore masks = MaskStore.empty().with("0_W", Mask.of(List.of(3L, 6L), new long[] {2}));
    network.getParam("0_W").assign(-0.0);
    Path file = Files.writeString(folder.resolve("a.dlp"), "earlier");

    assertEquals(
        "0_W[3, 6] is pruned at position 0, but holds -0.0 there, not +0.0. Call"
            + " Pruner.apply(network, masks) first",
        assertThrows(
                IllegalArgumentException.class, () -> PrunedModelFile.write(file, network, masks))
            .getMessage());
    assertEquals("earlier", Files.readString(file));
    try (var left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void write_maskThatDoesNotFit_refused() {
    MaskStore masks = MaskStore.empty().with("0_W", Mask.of(true, false));

    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Saved.bytes(Nets.mln(), masks))
            .getMessage()
            .startsWith("The mask of 0_W has shape [2], but the parameter has shape [3, 6]."));
  }

  @Test
  void write_withoutParameters_refused() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ActivationLayer.Builder().activation(Activation.TANH).build())
                .layer(new LossLayer.Builder().activation(Activation.IDENTITY).build())
                .build());
    network.init();

    assertEquals(
        "The network has no parameters: there is nothing to save",
        assertThrows(IllegalArgumentException.class, () -> Saved.bytes(network, MaskStore.empty()))
            .getMessage());
  }

  @Test
  void read_missingOrBroken_pathInMessage() throws IOException {
    Path file = folder.resolve("network.dlp");
    assertEquals(
        "Can't read %s: there is no such file".formatted(file),
        assertThrows(IOException.class, () -> PrunedModelFile.read(file)).getMessage());

    Files.write(file, new byte[3]);
    assertEquals(
        "Can't read %s: it ends in the header, at byte 3: the file was cut off".formatted(file),
        assertThrows(IOException.class, () -> PrunedModelFile.read(file)).getMessage());
  }

  @Test
  void options_limitOutOfRange_refused() {
    assertEquals(
        "The most parameters to read must be 1 to 2147483647, got 0",
        assertThrows(
                IllegalArgumentException.class, () -> ReadOptions.defaults().withMaxParameters(0))
            .getMessage());
  }
}
