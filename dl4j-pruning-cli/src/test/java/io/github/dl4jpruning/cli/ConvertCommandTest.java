package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import onnx.Onnx.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;

class ConvertCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void convert_thereAndBack_everyBitIsThere(boolean graph) throws IOException {
    Path zip = graph ? Saved.graph(folder) : Saved.layers(folder);
    Cli.done("convert", zip, "-o", folder.resolve("a.dlp"));
    Cli.done("convert", folder.resolve("a.dlp"), "-o", folder.resolve("b.zip"));

    assertArrayEquals(
        Saved.read(zip).flatParams().toFloatVector(),
        Saved.read(folder.resolve("b.zip")).flatParams().toFloatVector());
  }

  @Test
  void convert_checkpointAndKeptUpdater_isANetwork() {
    Path checkpoint = Saved.CORE.resolve("v2/checkpoint.zip");
    Cli.done("convert", checkpoint, "-o", folder.resolve("with.dlp"), "--updater");
    Cli.done("convert", checkpoint, "-o", folder.resolve("without.dlp"));

    assertTrue(
        folder.resolve("with.dlp").toFile().length()
            > folder.resolve("without.dlp").toFile().length());
    assertEquals(7, Saved.read(folder.resolve("with.dlp")).iteration());
  }

  @Test
  void convert_sharedValuesAndProgram_runsWithoutDl4j() throws IOException {
    Path out = folder.resolve("small.dlp");
    JsonNode json =
        Cli.json("convert", Saved.layers(folder), "-o", out, "--shared-values", "16", "--program");

    assertTrue(json.get("largestError").asDouble() > 0);
    assertTrue(json.get("outputError").asDouble() <= 1e-5);
    assertEquals(3, SparseNetwork.read(out).predict(new float[64]).length);
  }

  @Test
  void convert_onnx_saysInputsAndOutputs() throws IOException {
    Path out = folder.resolve("net.onnx");
    JsonNode json = Cli.json("convert", Saved.graph(folder), "-o", out);

    assertTrue(json.get("inputs").get(0).asText().startsWith("in["), json::toString);
    assertEquals(out.toFile().length(), json.get("bytes").asLong());
    assertEquals(
        "2 dl4j-pruning: %s says not what it is to be: let it end with .zip or .dlp".formatted(out),
        Cli.run("prune", folder.resolve("graph.zip"), "-s", "0.5", "-o", out).failure());
  }

  @Test
  void convert_card_goesInAndAlongAndIsShown() throws IOException {
    Path card = folder.resolve("card.json");
    Files.writeString(
        card, "{\"title\": \"A\\u001b[2Jb\", \"size\": {\"macs\": 7}, \"worse\": [\"x\", \"y\"]}");
    Path first = folder.resolve("a.dlp");
    Path second = folder.resolve("b.dlp");
    Cli.done("convert", Saved.layers(folder), "-o", first, "--card", card);
    Cli.done("convert", first, "-o", second, "--program");
    Cli.done("convert", second, "-o", folder.resolve("c.onnx"));

    assertEquals(Optional.of(Files.readString(card)), SparseNetwork.read(second).card());
    assertTrue(
        ModelProto.parseFrom(Files.readAllBytes(folder.resolve("c.onnx")))
            .getMetadataPropsList()
            .stream()
            .anyMatch(each -> each.getKey().equals("pruning.model_card")));
    assertTrue(
        Cli.done("inspect", second)
            .out()
            .endsWith("\nModel card\ntitle: A [2Jb\nsize: macs 7\nworse: x; y\n"));
    assertEquals(7, Cli.json("inspect", second).get("card").get("size").get("macs").asInt());
    assertTrue(
        Cli.done("convert", second, "-o", folder.resolve("d.zip"))
            .out()
            .endsWith("left behind: the model card, for which a .zip has no place\n"));
    Files.writeString(card, "no JSON\n\tat all");
    Cli.done("convert", second, "-o", first, "--card", card, "--force");
    assertTrue(Cli.done("inspect", first).out().endsWith("Model card\nno JSON\n at all\n"));
    assertEquals("no JSON\n\tat all", Cli.json("inspect", first).get("card").asText());
    Files.writeString(card, "[".repeat(100_000) + "]".repeat(100_000));
    Cli.done("convert", second, "-o", first, "--card", card, "--force");
    assertEquals(200_000, Cli.json("inspect", first).get("card").asText().length());
  }

  @Test
  void convert_cardThatCantBe_refused() throws IOException {
    Path net = Saved.layers(folder);
    Path out = folder.resolve("a.dlp");
    Path card = Files.write(folder.resolve("card"), new byte[] {(byte) 0xff});
    assertEquals(
        "3 dl4j-pruning: Can't read %s: a model card is text in UTF-8".formatted(card),
        Cli.run("convert", net, "-o", out, "--card", card).failure());
    Files.write(card, new byte[0]);
    assertEquals(
        "3 dl4j-pruning: Can't read %s: A model card has 1 to 1048576 bytes in UTF-8, got 0"
            .formatted(card),
        Cli.run("convert", net, "-o", out, "--card", card).failure());
    assertEquals(
        "2 dl4j-pruning: --card is for a .dlp or .onnx, not for x.zip",
        Cli.run("convert", net, "-o", "x.zip", "--card", card).failure());
    assertEquals(
        "3 dl4j-pruning: Can't read none.json: there is no such file",
        Cli.run("convert", net, "-o", out, "--card", "none.json").failure());
    assertFalse(Files.exists(out));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x.zip --half | 2 | --half, --shared-values, --uniform and --program are for a .dlp, not for",
        "x.dlp --uniform | 2 | --uniform needs --shared-values N",
        "x.dlp --shared-values 1 | 2 |",
        "x.onyx | 2 |",
      })
  void convert_wrong_refused(String options, int code, String message) throws IOException {
    Path layers = Saved.layers(folder);
    String[] parts = options.split(" ", -1);
    Object[] arguments = new Object[3 + parts.length];
    arguments[0] = "convert";
    arguments[1] = layers;
    arguments[2] = "-o";
    arguments[3] = folder.resolve(parts[0]);
    System.arraycopy(parts, 1, arguments, 4, parts.length - 1);

    String failure = Cli.run(arguments).failure();
    assertTrue(
        failure.startsWith(code + " dl4j-pruning: " + (message == null ? "" : message)), failure);
  }
}
