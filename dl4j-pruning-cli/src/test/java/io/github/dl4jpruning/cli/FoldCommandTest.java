package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.WeightInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;

class FoldCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"folded.zip", "folded.dlp"})
  void fold_normalisedConvolution_goesAndAnswersStay(String name) throws IOException {
    Path net = Saved.normalised(folder);
    Path out = folder.resolve(name);
    JsonNode json = Cli.json("fold", net, "-o", out);

    assertEquals("[\"norm (BatchNormalization) into conv\"]", json.get("gone").toString());
    assertEquals("late", json.get("left").get(0).get("layer").asText());
    assertEquals("BatchNormalization", json.get("left").get(0).get("kind").asText());
    assertTrue(json.get("left").get(0).get("reason").asText().contains("fc (DenseLayer)"));
    assertEquals(6, json.get("before").get("layers").asInt());
    assertEquals(5, json.get("after").get("layers").asInt());
    assertEquals(
        json.get("before").get("parameters").asInt() - 4 * 4,
        json.get("after").get("parameters").asInt());
    assertEquals(
        4 * json.get("after").get("parameters").asInt(), json.get("after").get("memory").asInt());
    assertEquals(4, json.get("proof").get("examples").asInt());
    assertEquals(Files.size(out), json.get("bytes").asLong());
    assertEquals(Files.size(net), json.get("bytesBefore").asLong());
    INDArray images = Nd4j.rand(DataType.FLOAT, 3, 64);
    assertTrue(answer(net, images).equalsWithEps(answer(out, images), 1e-5));
  }

  @Test
  void fold_prunedGraph_keepsZerosAndTellsPeople() throws IOException {
    Path pruned = folder.resolve("pruned.dlp");
    Path out = folder.resolve("folded.dlp");
    Cli.done("prune", Saved.normalisedGraph(folder), "-s", "0.5", "-o", pruned);
    String shown = Cli.done("fold", pruned, "-o", out).out();

    assertTrue(
        shown.startsWith("gone: drop (DropoutLayer)\ngone: norm (BatchNormalization) into a\n"),
        shown);
    assertFalse(shown.contains("left:"), shown);
    assertTrue(shown.contains("layers           5      3\n"), shown);
    assertTrue(shown.contains("proof: the network against the folded one, largest "), shown);
    assertTrue(shown.contains("folded.dlp: "), shown);
    assertEquals(zeros(pruned), zeros(out));
  }

  @Test
  void fold_toOnnx_isAFileOfFewerLayers() throws IOException {
    Path net = Saved.normalised(folder);
    Path whole = folder.resolve("whole.onnx");
    Path out = folder.resolve("folded.onnx");
    Cli.done("convert", net, "-o", whole);
    JsonNode json = Cli.json("fold", net, "-o", out);

    assertEquals(Files.size(out), json.get("bytes").asLong());
    assertTrue(Files.size(out) < Files.size(whole));
  }

  @Test
  void fold_toOnnxOfUnknownSize_asksForIt() throws IOException {
    Path net = Saved.normalised(folder, InputType.convolutional(8, 8, 1));
    Path out = folder.resolve("folded.onnx");

    for (String command : List.of("fold", "convert")) {
      assertEquals(
          "4 dl4j-pruning: The network's configuration does not tell the size of its input input."
              + " Pass input types, such as InputType.convolutional(height, width, channels). Here"
              + " by --input, such as --input 28x28x1",
          Cli.run(command, net, "-o", out).failure());
    }
    assertFalse(Files.exists(out));
    Cli.done("fold", net, "-o", out, "--input", "8x8x1");
  }

  @Test
  void fold_nothingToFold_saysSoAndHowManyAreLeft() throws IOException {
    Path layers = Saved.layers(folder);
    Path folded = folder.resolve("folded.zip");
    Path again = folder.resolve("again.zip");
    Cli.done("fold", Saved.normalised(folder), "-o", folded);

    assertEquals(
        ("4 dl4j-pruning: Nothing in %s can be folded: it has neither batch normalisation nor"
                + " dropout layers")
            .formatted(layers),
        Cli.run("fold", layers, "-o", again).failure());
    assertEquals(
        ("4 dl4j-pruning: Nothing in %s can be folded, one layer would be left: late"
                + " (BatchNormalization): fc (DenseLayer) has the activation relu before it")
            .formatted(folded),
        Cli.run("fold", folded, "-o", again).failure());
    assertFalse(Files.exists(again));
  }

  @Test
  void fold_outputThatCanNotBe_refusedBeforeTheNetworkIsRead() {
    Path none = folder.resolve("none.zip");

    assertTrue(Cli.run("fold", none).failure().startsWith("2 dl4j-pruning: Say where"));
    assertTrue(Cli.run("fold", none, "-o", folder.resolve("x.onyx")).failure().startsWith("2 "));
    assertTrue(Cli.run("fold", none, "-o", folder.resolve("no/x.onnx")).failure().startsWith("5 "));
    assertEquals(
        "2 dl4j-pruning: --updater is for a .zip or .dlp, not for x.onnx",
        Cli.run("fold", none, "-o", "x.onnx", "--updater").failure());
  }

  private static INDArray answer(Path file, INDArray images) {
    return Saved.read(file).kind().outputs(false, images).get(0);
  }

  /** Where. */
  private static MaskStore zeros(Path file) {
    return WeightInspection.masksFromZeros(Saved.read(file));
  }
}
