package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.WeightInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;

class PruneCommandTest {
  @TempDir Path folder;
  private Path layers;
  private Path out;

  @BeforeEach
  void save() throws IOException {
    layers = Saved.layers(folder);
    out = folder.resolve("out.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.zip", "out.dlp"})
  void prune_sparsity_reachedToTheLastWeight(String name) {
    JsonNode json = Cli.json("prune", layers, "-s", "0.9", "-o", folder.resolve(name));

    assertEquals(918 - Math.round(0.9 * 918), json.get("kept").asLong());
    assertEquals(92, zerosOf(folder.resolve(name)).kept());
  }

  @Test
  void prune_graph_likewise() throws IOException {
    Path graph = Saved.graph(folder);
    Cli.done("prune", graph, "-s", "0.5", "--allocation", "uniform", "-o", out);

    assertEquals(0.5, zerosOf(out).sparsity(), 0.01);
  }

  @Test
  void prune_layersAndKept_eachItsOwn() {
    Cli.done("prune", layers, "-s", "0.5", "--layer", "fc=0.9", "--keep", "out", "-o", out);

    MaskStore zeros = zerosOf(out);
    assertEquals(0.9, zeros.get("1_W").orElseThrow().sparsity(), 0.001);
    assertEquals(0.5, zeros.get("0_W").orElseThrow().sparsity(), 0.001);
    assertTrue(zeros.get("2_W").isEmpty());
  }

  @Test
  void prune_layerAlone_nothingElse() {
    Cli.done("prune", layers, "--layer", "fc=0.5", "-o", out);

    assertEquals(1, zerosOf(out).masks().size());
  }

  @ParameterizedTest
  @CsvSource({
    "--nm, 2:4, 0.5",
    "--params, 100, 0.891",
    "--macs, 1000, 0",
    "--granularity, structure, 0.5",
  })
  void prune_otherWays_prune(String option, String value, double least) {
    Object[] how =
        option.equals("--granularity")
            ? new Object[] {"prune", layers, option, value, "-s", "0.5", "-o", out}
            : new Object[] {"prune", layers, option, value, "-o", out};
    assertTrue(Cli.json(how).get("sparsity").asDouble() >= least);
    assertTrue(zerosOf(out).sparsity() > 0.1);
  }

  @Test
  void prune_blocks_zerosInBlocks() {
    Cli.done("prune", layers, "-s", "0.5", "--block", "2x2", "--layer", "fc=0.5", "-o", out);

    assertEquals(0.5, zerosOf(out).get("1_W").orElseThrow().sparsity(), 0.01);
  }

  @Test
  void prune_recipeFile_followedAndChangedByOptions() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("r.yaml"),
            "sparsity: 0.5\noneShot: 0\nallocation: uniform\nleaveAlone: {layer: out}\n");
    Cli.done("prune", layers, "--recipe", recipe, "-s", "0.75", "-o", out);

    MaskStore zeros = zerosOf(out);
    assertEquals(0.75, zeros.sparsity(), 0.001);
    assertTrue(zeros.get("2_W").isEmpty());
  }

  @Test
  void prune_dataAndFit_zerosHold() throws IOException {
    Path data = Points.csv(folder, 64, 40);
    JsonNode json =
        Cli.json(
            "prune",
            layers,
            "-s",
            "0.8",
            "--criterion",
            "saliency",
            "--data",
            data,
            "--fit",
            "2",
            "--batch",
            "8",
            "-o",
            out);

    assertEquals(0.8, zerosOf(out).sparsity(), 0.001);
    assertTrue(json.get("accuracyFineTuned").asDouble() >= 0);
    assertEquals(10, Saved.read(out).iteration());
  }

  @Test
  void prune_networkWithoutLoss_isNotTrained() throws IOException {
    Path lossless = Saved.lossless(folder);
    Path data = Points.csv(folder, 5, 6);

    assertEquals(
        ("4 dl4j-pruning: %s can't be trained: its output 1 has no loss. Leave --fit out, or save it"
                + " with one (in Keras, compiled)")
            .formatted(lossless),
        Cli.run("prune", lossless, "-s", "0.5", "--data", data, "--fit", "1", "-o", out).failure());
    assertTrue(
        Cli.run(
                "prune",
                lossless,
                "-s",
                "0.5",
                "--data",
                data,
                "--criterion",
                "saliency",
                "-o",
                out)
            .failure()
            .startsWith(
                "4 dl4j-pruning: DL4J can't do that with this network: Cannot calculate gradient"));
    Cli.done("prune", lossless, "-s", "0.5", "--data", data, "-o", out);
  }

  @Test
  void prune_repair_errorsFallAndZerosHold() throws IOException {
    Path data = Points.csv(folder, 64, 40);
    JsonNode json = Cli.json("prune", layers, "-s", "0.8", "--repair", "--data", data, "-o", out);

    assertEquals(0.8, zerosOf(out).sparsity(), 0.001);
    assertEquals(3, json.get("repaired").size());
    JsonNode last = json.get("repaired").get(2);
    assertEquals("2_W", last.get("parameter").asText());
    assertTrue(last.get("errorAfter").asDouble() < last.get("errorBefore").asDouble());
    assertEquals(0, json.get("notRepaired").size());
    String text =
        Cli.done("prune", layers, "-s", "0.8", "--repair", "--data", data, "-o", out, "--force")
            .out();
    assertTrue(text.contains("repaired, 0_W: "), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-o OUT | 2 | Say how much: --sparsity 0.9, --params N, --macs N, --layer NAME=0.5, --nm 2:4"
            + " or --recipe FILE",
        "-s 0.5 | 2 | Say where the network goes: -o OUT, a .zip or .dlp",
        "-s 0.5 -o OUT.txt | 2 | OUT.txt says not what it is to be: let it end with .zip or .dlp",
        "-s 0.5 --params 3 -o OUT | 2 | Give one of --sparsity, --params and --macs, not several",
        "-s 1.5 -o OUT | 2 | Sparsity is the fraction to remove, at least 0 and below 1 (0.9 for 90"
            + " %), got 1.5",
        "-s 0.5 --nm 4 -o OUT | 2 | --nm is N:M, such as 2:4, got 4",
        "-s 0.5 --allocation most -o OUT | 2 | --allocation is one of erk, uniform, global,"
            + " perOutput, erdosRenyi, lamp, perParameter, got most",
        "-s 0.5 --criterion wanda -o OUT | 2 | The recipe looks at examples (Wanda): --data PATH",
        "-s 0.5 --fit 1 -o OUT | 2 | --fit needs --data to train on",
        "-s 0.5 --repair -o OUT | 2 | --repair needs --data to look at",
        "-s 0.5 --layer none=0.5 -o OUT | 4 | There is no layer none with parameters. The network has"
            + " [conv, fc, out]",
        "-s 0.5 --recipe none.yaml -o OUT | 3 | Can't read none.yaml: there is no such file",
        "-s 0.5 --data none.csv -o OUT | 3 | Can't read none.csv: there is no such file",
      })
  void prune_wrong_oneLineAndNothingWritten(String options, int code, String message) {
    Object[] arguments =
        Stream.concat(
                Stream.of("prune", layers.toString()),
                Stream.of(options.split(" ", -1))
                    .map(each -> each.equals("OUT") ? out.toString() : each))
            .toArray();

    assertEquals(code + " dl4j-pruning: " + message, Cli.run(arguments).failure());
    assertEquals(List.of("layers.zip"), List.of(folder.toFile().list()));
  }

  @Test
  void prune_fileThere_onlyByForce() {
    Cli.done("prune", layers, "-s", "0.5", "-o", out);

    assertEquals(
        "5 dl4j-pruning: %s is there already: --force replaces it".formatted(out),
        Cli.run("prune", layers, "-s", "0.9", "-o", out).failure());
    Cli.done("prune", layers, "-s", "0.9", "-o", out, "--force");
    assertEquals(0.9, zerosOf(out).sparsity(), 0.001);
    Path nowhere = folder.resolve("nowhere").resolve("x.zip");
    assertEquals(
        "5 dl4j-pruning: There is no folder %s for x.zip: create it first"
            .formatted(nowhere.getParent()),
        Cli.run("prune", layers, "-s", "0.9", "-o", nowhere).failure());
  }

  private static MaskStore zerosOf(Path file) {
    return WeightInspection.masksFromZeros(Saved.read(file))
        .retain(List.of("0_W", "1_W", "2_W", "a_W", "b_W", "out_W"));
  }
}
