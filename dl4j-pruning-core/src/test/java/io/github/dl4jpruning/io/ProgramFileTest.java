package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files of versions 2 and 3: with a program, values that are shared, and a model card. */
class ProgramFileTest {
  private static final WriteOptions PROGRAM = WriteOptions.defaults().withProgram();

  private static MultiLayerNetwork trained() {
    MultiLayerNetwork network = Nets.mln();
    Nets.fit(network, Nets.iterator(2));
    return network;
  }

  private static byte[] bytes(Model network, MaskStore masks, WriteOptions options)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrunedModelFile.write(out, network, masks, options);
    return out.toByteArray();
  }

  private static SparseNetwork sparse(byte[] file) throws IOException {
    return SparseNetwork.read(new ByteArrayInputStream(file), 1 << 20);
  }

  @Test
  void write_withProgram_runsWithoutDl4j(@TempDir Path folder) throws IOException {
    MultiLayerNetwork network = trained();
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.8));
    Path file = folder.resolve("net.dlp");
    Written written = PrunedModelFile.write(file, network, masks, PROGRAM);
    assertTrue(written.outputError().orElseThrow() <= Written.TOLERANCE);
    assertEquals(0, written.largestError());

    INDArray x = org.nd4j.linalg.factory.Nd4j.rand(DataType.FLOAT, 5, network.layerInputSize(0));
    float[] expected = network.output(x).dup('c').data().asFloat();
    float[] actual = SparseNetwork.read(file).predict(x.dup('c').data().asFloat());
    assertArrayEquals(expected, actual, 1e-5f);
    PrunedModel read = PrunedModelFile.read(file);
    assertEquals(masks, read.masks());
    assertArrayEquals(Saved.bits(network.params()), Saved.bits(read.network().params()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch norm", "prelu", "lstm", "graves lstm", "last time step"})
  void write_anyDataType_isProven(String name) throws IOException {
    MultiLayerNetwork network = (MultiLayerNetwork) LayerZoo.exhibits().get(name).get().net();
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16}) {
      byte[] file = bytes(network.convertDataType(type), MaskStore.empty(), PROGRAM);
      assertFalse(sparse(file).describe().isEmpty());
    }
  }

  @Test
  void write_withoutEither_versionOne() throws IOException {
    assertEquals(1, bytes(trained(), MaskStore.empty(), WriteOptions.defaults())[8]);
    byte[] file = bytes(trained(), MaskStore.empty(), WriteOptions.defaults());
    assertEquals(
        "it has no program: read it with PrunedModelFile and DL4J, and write it again with"
            + " WriteOptions.withProgram()",
        assertThrows(IOException.class, () -> sparse(file)).getMessage());
  }

  @Test
  void write_layerWithoutRule_earlierFileUntouched(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("net.dlp"), new byte[] {1, 2, 3});
    Model network = LayerZoo.exhibits().get("variational").get().net();
    WriteOptions options = WriteOptions.defaults().withProgram(InputType.feedForward(4));
    assertThrows(
        IllegalArgumentException.class,
        () -> PrunedModelFile.write(file, network, MaskStore.empty(), options));
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
  }

  @Test
  void write_withCard_isReadByBothAndChangesNothingElse() throws IOException {
    MultiLayerNetwork network = trained();
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.6));
    String card = "{\"title\": \"Größe \uD83D\uDE00\"}";
    byte[] file = bytes(network, masks, PROGRAM.withCard(card));
    byte[] without = bytes(network, masks, PROGRAM);

    assertEquals(3, file[8]);
    assertEquals(2, without[8]);
    assertEquals(Optional.of(card), sparse(file).card());
    assertEquals(Optional.empty(), sparse(without).card());
    PrunedModel read = Saved.read(file);
    assertEquals(Optional.of(card), read.card());
    Saved.assertSame(network, masks, read);
    byte[] alone = bytes(network, masks, WriteOptions.defaults().withCard(card));
    assertEquals(Optional.of(card), Saved.read(alone).card());
    assertArrayEquals(sections(without, 2), sections(file, 3));
  }

  /** What follows the last of the parts that are deflated, up to the checksum of the whole. */
  private static byte[] sections(byte[] file, int deflated) {
    int from = new FileParts(file).checksums.get(deflated) + 4;
    return Arrays.copyOfRange(file, from, file.length - 4);
  }

  @Test
  void withCard_emptyOrTooLong_refused() {
    for (String card : new String[] {"", "ü".repeat((1 << 19) + 1)}) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> PROGRAM.withCard(card))
              .getMessage()
              .startsWith("A model card has 1 to 1048576 bytes in UTF-8, got "));
    }
    assertEquals(1 << 20, PROGRAM.withCard("x".repeat(1 << 20)).card().orElseThrow().length());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 32, 256})
  void write_sharedValues_errorsAsReturned(int entries) throws IOException {
    MultiLayerNetwork network = trained();
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.6));
    for (SharedValues shared :
        new SharedValues[] {SharedValues.uniform(entries), SharedValues.kMeans(entries)}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      WriteOptions options = PROGRAM.withSharedValues(shared);
      Written written = PrunedModelFile.write(out, network, masks, options);
      assertEquals(2, out.toByteArray()[8]);
      PrunedModel read =
          PrunedModelFile.read(new ByteArrayInputStream(out.toByteArray()), ReadOptions.defaults());
      assertEquals(masks, read.masks());
      float[] before = network.params().toFloatVector();
      float[] after = read.network().params().toFloatVector();
      double largest = 0;
      for (int i = 0; i < before.length; i++) {
        largest = Math.max(largest, Math.abs((double) before[i] - after[i]));
      }
      assertEquals(largest, written.largestError(), 1e-12, shared.toString());
      assertTrue(written.meanError() > 0 && written.meanError() <= largest);
    }
  }

  @Test
  void read_everyTruncationAndManyBitFlips_refused() throws IOException {
    MultiLayerNetwork network = trained();
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.6));
    byte[] file =
        bytes(network, masks, PROGRAM.withSharedValues(SharedValues.kMeans(8)).withCard("{}"));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      IOException e = assertThrows(IOException.class, () -> sparse(cut));
      assertTrue(e.getMessage().contains("the file was cut off"), e.getMessage());
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5000; i++) {
      byte[] flipped = file.clone();
      flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      assertThrows(IOException.class, () -> sparse(flipped));
    }
    for (int i = 0; i < 300; i++) {
      byte[] flipped = file.clone();
      flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      assertThrows(
          IOException.class,
          () -> PrunedModelFile.read(new ByteArrayInputStream(flipped), ReadOptions.defaults()));
    }
  }

  @Test
  void withSharedValues_entriesOutOfRange_refused() {
    assertEquals(
        "A table of shared values must have 2 to 256 entries, not 1",
        assertThrows(IllegalArgumentException.class, () -> SharedValues.kMeans(1)).getMessage());
  }
}
