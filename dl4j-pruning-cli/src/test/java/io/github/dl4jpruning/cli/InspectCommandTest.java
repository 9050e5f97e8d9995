package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.databind.JsonNode;

class InspectCommandTest {
  @TempDir static Path folder;

  @BeforeAll
  static void save() throws IOException {
    Saved.layers(folder);
    Saved.graph(folder);
    Saved.series(folder);
    Saved.save(Saved.layers(DataType.DOUBLE), folder.resolve("double.zip"));
    Saved.save(Saved.layers(DataType.FLOAT16), folder.resolve("half.zip"));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of(folder.resolve("layers.zip"), "zip of DL4J", 931, 0),
        Arguments.of(folder.resolve("double.zip"), "zip of DL4J", 931, 0),
        Arguments.of(folder.resolve("half.zip"), "zip of DL4J", 931, 0),
        Arguments.of(folder.resolve("graph.zip"), "zip of DL4J", 129, 0),
        Arguments.of(folder.resolve("series.zip"), "zip of DL4J", 192, 0),
        Arguments.of(Saved.CORE.resolve("v1/checkpoint.zip"), "checkpoint", 95, 30),
        Arguments.of(Saved.CORE.resolve("v2/checkpoint.zip"), "checkpoint", 95, 30),
        Arguments.of(Saved.CORE.resolve("v1/pruned-layers.dlp"), "small file (.dlp)", 95, 20),
        Arguments.of(Saved.CORE.resolve("v1/pruned-graph.dlp"), "small file (.dlp)", 95, 20),
        Arguments.of(Saved.RUNTIME.resolve("v2/dense.dlp"), "small file (.dlp)", 1, 1),
        Arguments.of(Saved.RUNTIME.resolve("v2/images.dlp"), "small file (.dlp)", 257, 100),
        Arguments.of(Saved.RUNTIME.resolve("v2/series.dlp"), "small file (.dlp)", 1, 1));
  }

  @ParameterizedTest
  @MethodSource("files")
  void inspect_anyFile_saysWhatItIs(Path file, String kind, long parameters, long zeros) {
    JsonNode json = Cli.json("inspect", file);

    assertEquals(kind, json.get("kind").asText());
    assertTrue(json.get("parameters").asLong() >= parameters, json::toString);
    assertTrue(json.get("zeros").asLong() >= zeros, json::toString);
    assertTrue(json.get("gains").size() >= 4, json::toString);
    assertEquals(kind.equals("checkpoint"), json.has("run"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void inspect_sixtyColumns_noLineIsLonger(Path file, String kind) {
    Cli run = Cli.inWidth(60, "inspect", file);

    assertEquals(0, run.code(), run.err());
    assertEquals(List.of(), run.out().lines().filter(line -> line.length() > 60).toList());
    assertTrue(run.out().contains(kind), run.out());
  }

  @Test
  void inspect_layers_countsEverything() {
    JsonNode json = Cli.json("inspect", folder.resolve("layers.zip"));

    assertEquals(931, json.get("parameters").asLong());
    // 6·6 places of 36 weights, 144 to 6, 6 to 3
    assertEquals(36 * 36 + 864 + 18, json.get("macs").asLong());
    assertEquals("[\"0_b\",\"1_b\",\"2_b\"]", json.get("notPruned").get("bias").toString());
    assertEquals(List.of("conv", "fc"), json.get("groups").findValuesAsText("group"));
    assertEquals("out: 3, network output", json.get("fixed").get(0).asText());
    // half of 4 kernels and of 6 neurons
    JsonNode half = json.get("gains").get(4);
    assertEquals(2 * 10 + 2 * 36 * 3 + 3 + 3 * 3 + 3, half.get("parameters").asLong());
    assertEquals(36 * 18 + 2 * 36 * 3 + 9, half.get("macs").asLong());
  }

  @Test
  void inspect_checkpoint_howFarAndByWhat() {
    String out = Cli.done("inspect", Saved.CORE.resolve("v2/checkpoint.zip")).out();

    assertTrue(
        out.contains("running: 7 of 11 iterations to the last mask change, 45.45 % pruned of"),
        out);
    assertTrue(out.contains("50 % of the neurons, cubic"), out);
  }

  @Test
  void inspect_severed_saysSo() {
    Path file = folder.resolve("severed.zip");
    var net = Saved.layers(DataType.FLOAT);
    net.getParam("1_W").assign(0);
    try {
      Saved.save(net, file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }

    assertTrue(Cli.json("inspect", file).get("severed").size() > 0);
  }

  @Test
  void inspect_noNetwork_oneLineAndThree() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no network at all");
    Path zip = folder.resolve("short.zip");
    Files.write(zip, Arrays.copyOf(Files.readAllBytes(folder.resolve("layers.zip")), 900));
    Path empty = Files.createFile(folder.resolve("empty"));

    assertEquals(
        "3 dl4j-pruning: Can't read nowhere.zip: there is no such file",
        Cli.run("inspect", "nowhere.zip").failure());
    assertEquals(
        "3 dl4j-pruning: Can't read %s: it is a folder. Name the file in it".formatted(folder),
        Cli.run("inspect", folder).failure());
    for (Path file : List.of(text, empty)) {
      assertEquals(
          ("3 dl4j-pruning: %s is no network: name a zip of DL4J's ModelSerializer, a checkpoint, a"
                  + " .dlp or a Keras .h5")
              .formatted(file),
          Cli.run("inspect", file).failure());
    }
    assertTrue(Cli.run("inspect", zip).failure().startsWith("3 dl4j-pruning: Can't read " + zip));
  }

  @Test
  void inspect_inputsThatDoNotFit_refused() {
    Path file = folder.resolve("layers.zip");

    assertTrue(Cli.run("inspect", file, "--input", "9x9x2").failure().startsWith("4 "));
    assertEquals(
        "2 dl4j-pruning: Invalid value for option '--input' (SIZE): a size is 784, 5x20 or 28x28x1,"
            + " got big. See dl4j-pruning inspect --help",
        Cli.run("inspect", file, "--input", "big").failure());
  }
}
