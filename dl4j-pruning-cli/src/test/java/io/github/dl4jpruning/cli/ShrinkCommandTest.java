package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;

class ShrinkCommandTest {
  @TempDir Path folder;
  private Path pruned;
  private Path out;

  @BeforeEach
  void prune() throws IOException {
    pruned = folder.resolve("pruned.zip");
    out = folder.resolve("out.dlp");
    Cli.done(
        "prune",
        Saved.layers(folder),
        "-s",
        "0.5",
        "--granularity",
        "structure",
        "--allocation",
        "uniform",
        "-o",
        pruned);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.zip", "small.dlp"})
  void shrink_halfOfEverything_provenAndSmaller(String name) {
    JsonNode json = Cli.json("shrink", pruned, "-o", folder.resolve(name));

    assertEquals(2 * 10 + 2 * 36 * 3 + 3 + 3 * 3 + 3, json.get("after").get("parameters").asLong());
    assertEquals(4, json.get("proof").get("examples").asLong());
    assertTrue(
        json.get("proof").get("largestDifference").asDouble()
            <= json.get("proof").get("allowed").asDouble());
    assertEquals(251, Saved.read(folder.resolve(name)).flatParams().length());
  }

  @Test
  void shrink_graph_likewise() throws IOException {
    Path graph = folder.resolve("g.zip");
    Cli.done("prune", Saved.graph(folder), "-s", "0.4", "--granularity", "neuron", "-o", graph);

    assertTrue(Cli.done("shrink", graph, "-o", out).out().contains("proof: masked against"));
  }

  @Test
  void plan_only_writesNothing() {
    String shown = Cli.done("shrink", pruned, "--plan").out();

    assertTrue(shown.contains("conv             4      2"), shown);
    assertFalse(Files.exists(out));
  }

  @Test
  void planFile_editedAndReplayed_takesOutNoMore() throws IOException {
    Path plan = folder.resolve("plan.json");
    Cli.done("shrink", pruned, "--plan", "--save-plan", plan);
    String text = Files.readString(plan);
    assertTrue(text.contains("\"group\" : \"conv\""), text);
    Files.writeString(plan, text.replaceFirst("\\[ (\\d+), \\d+ ]", "[ $1 ]"));

    JsonNode json = Cli.json("shrink", pruned, "--plan-file", plan, "-o", out);

    assertEquals(1, json.get("groups").get(0).get("removed").size());
    assertEquals(3, json.get("groups").get(1).get("removed").size());
  }

  @Test
  void planFile_wrong_saysWhy() throws IOException {
    Path plan = folder.resolve("plan.json");
    Stream.of(
            "{\"groups\":[{\"group\":\"nope\",\"structures\":4,\"removed\":[0]}]}"
                + "|4 dl4j-pruning: %s was made for another network: this one has no nope, only"
                + " [conv, fc]",
            "{\"groups\":[{\"group\":\"conv\",\"structures\":5,\"removed\":[0]}]}"
                + "|4 dl4j-pruning: %s was made for another network: conv has 4 structures here, not"
                + " 5",
            "{\"groups\":[{\"group\":\"conv\",\"structures\":4,\"removed\":[0,1,2,3]}]}|4 ",
            "{\"groups\":[{\"group\":\"conv\"}]}|3 ",
            "{}|3 ",
            "no json|3 ")
        .map(each -> each.split("\\|", -1))
        .forEach(
            each -> {
              try {
                Files.writeString(plan, each[0]);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              String failure = Cli.run("shrink", pruned, "--plan-file", plan, "-o", out).failure();
              assertTrue(failure.startsWith(each[1].formatted(plan)), failure);
            });
    assertFalse(Files.exists(out));
  }

  @Test
  void shrink_nothingToTakeOut_saysHow() {
    Path dense = folder.resolve("layers.zip");

    assertEquals(
        ("4 dl4j-pruning: Nothing in %s can be taken out: no structure is pruned whole. Prune"
                + " structures first: dl4j-pruning prune %s --granularity structure --sparsity 0.5"
                + " -o OUT")
            .formatted(dense, dense),
        Cli.run("shrink", dense, "-o", out).failure());
  }

  @Test
  void shrink_outputsAreNoNumbers_refusedUnlessWithoutProof() throws IOException {
    MultiLayerNetwork net = (MultiLayerNetwork) Saved.read(pruned).network();
    net.getParam("2_b").assign(Float.NaN);
    Path broken = Saved.save(net, folder.resolve("broken.zip"));

    assertEquals(
        "4 dl4j-pruning: The compacted network does not compute what the masked one does, or not a"
            + " number: largest difference NaN on 4 examples (allowed in DOUBLE: NaN). Nothing is"
            + " written; --no-proof does without the comparison",
        Cli.run("shrink", broken, "-o", out).failure());
    assertFalse(Files.exists(out));
    JsonNode json = Cli.json("shrink", broken, "-o", out, "--no-proof");
    assertEquals(0, json.get("proof").get("examples").asInt());
    assertEquals(251, Saved.read(out).flatParams().length());
  }

  /** Two images that have to fit together are not found by trial. */
  @Test
  void shrink_noInputFits_asksForItsSize() throws IOException {
    Path images = Saved.unequalImages(folder);
    Path half = folder.resolve("half.zip");
    Cli.done("prune", images, "-s", "0.5", "--granularity", "filter", "-o", half);

    assertEquals(
        "4 dl4j-pruning: No size of its input was found that the network accepts, and the proof needs"
            + " one: --input SIZE, or --no-proof",
        Cli.run("shrink", half, "-o", out).failure());
    Cli.done("shrink", half, "--input", "9x9x2", "--input", "7x7x1", "-o", out);
  }
}
