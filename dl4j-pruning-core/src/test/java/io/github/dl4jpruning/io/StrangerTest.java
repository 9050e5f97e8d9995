package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.mask.MaskStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Files that were made to do harm, each with valid checksums, and what is said of them. */
class StrangerTest {
  /** Set by {@link Trap} if its static code runs. */
  static boolean trapped;

  /** Not a kind of layer or setting. */
  static final class Trap {
    static {
      trapped = true;
    }

    private Trap() {}
  }

  private static String refusal(MultiLayerNetwork network, String from, String to)
      throws IOException {
    FileParts parts = new FileParts(Saved.bytes(network, MaskStore.empty()));
    String json = parts.json();
    assertTrue(json.contains(from), json);
    return refusal(parts.with(json.replace(from, to)));
  }

  private static String refusal(byte[] file) {
    return assertThrows(IOException.class, () -> Saved.read(file)).getMessage();
  }

  @Test
  void read_foreignClass_refusedBeforeItsCodeRuns() throws IOException {
    String message =
        refusal(
            Nets.mln(),
            "org.nd4j.linalg.activations.impl.ActivationTanH",
            StrangerTest.class.getName() + "$Trap");

    assertEquals(
        "the configuration names io.github.dl4jpruning.io.StrangerTest$Trap, which is no kind of"
            + " layer, vertex or setting",
        message);
    assertFalse(trapped);
  }

  /** Jackson takes the name of a class as the first of two elements, too. */
  @Test
  void read_foreignClassInAWrapperArray_refusedBeforeItsCodeRuns() throws IOException {
    String message =
        refusal(
            Nets.mln(),
            "\"iterationCount\":0",
            "\"iupdater\":[\"" + StrangerTest.class.getName() + "$Trap\",{}]");

    assertEquals(
        "the configuration names io.github.dl4jpruning.io.StrangerTest$Trap, which is no kind of"
            + " layer, vertex or setting",
        message);
    assertFalse(trapped);
  }

  @Test
  void read_missingClass_named() throws IOException {
    assertEquals(
        "the configuration names com.example.Own, which is not on the class path",
        refusal(Nets.mln(), "org.nd4j.linalg.activations.impl.ActivationTanH", "com.example.Own"));
  }

  @Test
  void read_classOfOtherKind_refusedByDl4j() throws IOException {
    String message =
        refusal(
            Nets.mln(),
            "org.nd4j.linalg.activations.impl.ActivationTanH",
            "org.nd4j.linalg.learning.config.Sgd");

    assertTrue(message.startsWith("DL4J can't read the configuration: "), message);
  }

  @Test
  void read_deepNesting_refused() throws IOException {
    assertEquals(
        "the configuration is nested more than 100 deep",
        refusal(
            Nets.mln(), "\"iterationCount\":0", "\"x\":" + "[".repeat(5000) + "]".repeat(5000)));
  }

  @ParameterizedTest
  @CsvSource({"4294967296, 4294967296", "3, 99999999", "-3, 6", "3, 9223372036854775807"})
  void read_sizesThatOverflow_refused(long in, long out) throws IOException {
    String message =
        refusal(
            Nets.of(Nets.dense(3, 6), Nets.output(6)),
            "\"nin\":3,\"nout\":6",
            "\"nin\":%s,\"nout\":%s".formatted(in, out));

    assertTrue(
        message.startsWith("it has 38 parameters, its configuration asks for ")
            || message.startsWith("its configuration can't be used: "),
        message);
  }

  /** 2^64 weights, which DL4J counts as none. */
  @Test
  void read_kernelThatOverflows_refused() throws IOException {
    MultiLayerNetwork network =
        Nets.of(
            new ConvolutionLayer.Builder(2, 2).nIn(1).nOut(1).hasBias(true).build(),
            new OutputLayer.Builder().nIn(1).nOut(2).build());
    FileParts parts = new FileParts(Saved.bytes(network, MaskStore.empty()));
    byte[] changed =
        parts.with(
            parts
                .json()
                .replace("\"kernelSize\":[2,2]", "\"kernelSize\":[65536,65536]")
                .replaceFirst("\"nin\":1,\"nout\":1", "\"nin\":65536,\"nout\":65536"));

    assertTrue(refusal(changed).length() > 20);
  }

  @Test
  void read_arrayLargerThanItsValues_refused() throws IOException {
    MultiLayerNetwork network =
        Nets.of(
            new OutputLayer.Builder()
                .nIn(3)
                .nOut(2)
                .lossFunction(new LossMCXENT(Nd4j.createFromArray(1f, 2f)))
                .build());

    assertEquals(
        "the configuration holds an array whose shape has 1000000 elements, with 2 values",
        refusal(network, "\"shape\":[2]", "\"shape\":[1000,1000]"));
  }

  @Test
  void read_arrayOfStatedSize_refused() throws IOException {
    assertEquals(
        "the configuration holds an array in a form that is no longer written",
        refusal(Nets.mln(), "\"iterationCount\":0", "\"x\":{\"numElements\":2000000000}"));
  }

  @Test
  void read_parametersBeyondTheLimit_refused() throws IOException {
    byte[] file = Saved.bytes(Nets.mln(), MaskStore.empty());

    assertEquals(
        "it has 95 parameters, but at most 94 may be read. Raise the limit with"
            + " ReadOptions.withMaxParameters(...) if you trust it",
        assertThrows(
                IOException.class,
                () -> Saved.read(file, ReadOptions.defaults().withMaxParameters(94)))
            .getMessage());
  }

  @Test
  void read_configurationLargerThanStated_refused() throws IOException {
    FileParts parts = new FileParts(Saved.bytes(Nets.mln(), MaskStore.empty()));
    byte[] bomb = parts.with(parts.json() + " ".repeat(4_000_000));
    FileParts.view(bomb).putInt(36, 1000);
    new FileParts(bomb).seal(bomb);

    assertEquals(
        "the configuration does not inflate to exactly the 1000 bytes that the header states",
        refusal(bomb));
  }

  /** An integer type of the same size, which DL4J would build a network of. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "UINT32", "BFLOAT16", "UTF8", "UNKNOWN"})
  void read_oddDataType_refused(String type) throws IOException {
    String message = refusal(Nets.mln(), "\"dataType\":\"FLOAT\"", "\"dataType\":\"" + type + "\"");

    assertTrue(message.contains(type) || message.startsWith("its configuration"), message);
  }

  @Test
  void read_maskOfUpdaterState_refused() throws IOException {
    MultiLayerNetwork network = Nets.mln();
    Nets.fit(network, Nets.iterator(1));
    byte[] file =
        Saved.bytes(network, MaskStore.empty(), WriteOptions.defaults().withUpdaterState());
    FileParts parts = new FileParts(file);
    int section = parts.checksums.get(parts.checksums.size() - 4) + 4;
    file[section + 1] |= 1;
    parts.seal(file);

    assertEquals("the section of updater[166] is not valid: its flags are 1", refusal(file));
  }

  @Test
  void read_zipOfDl4j_said() throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(Nets.mln(), zip, false);

    assertEquals(
        "it is a zip archive, perhaps of DL4J's ModelSerializer, not a pruned network's file",
        refusal(zip.toByteArray()));
  }

  @Test
  void read_otherFile_said() {
    assertEquals(
        "it is not a pruned network's file: it does not begin with 89 44 4C 50 0D 0A 1A 0A",
        refusal("Lorem ipsum dolor sit amet".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void read_cardLargerThanStatedOrNoText_refused() throws IOException {
    WriteOptions options = WriteOptions.defaults().withCard("x".repeat(1 << 20));
    byte[] bomb = Saved.bytes(Nets.mln(), MaskStore.empty(), options);
    FileParts.view(bomb).putInt(52, 1000);
    new FileParts(bomb).seal(bomb);
    assertEquals(
        "the model card does not inflate to exactly the 1000 bytes that the header states",
        refusal(bomb));

    FileParts.view(bomb).putInt(52, (1 << 20) + 1);
    new FileParts(bomb).seal(bomb);
    assertEquals("the header is not valid: size of the model card can't be 1048577", refusal(bomb));
  }

  @Test
  void read_laterVersion_said() throws IOException {
    byte[] file = Saved.bytes(Nets.mln(), MaskStore.empty());
    file[8] = 4;

    assertEquals("its layout has version 4, this library reads versions 1 to 3", refusal(file));
  }
}
