package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.analysis.ImageFormat;
import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.analysis.Noise;
import io.github.dl4jpruning.analysis.Robustness;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.mask.MaskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class ModelCardTest {
  @TempDir Path folder;

  static Stream<Model[]> pairs() {
    return Stream.of(
        new Model[] {Runs.layers(), Runs.layers()},
        new Model[] {Runs.graph("first"), Runs.graph("first")});
  }

  private static JsonNode json(ModelCard card) throws IOException {
    return new ObjectMapper().readTree(card.json());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void card_everythingMeasured_saysIt(Model dense, Model net) throws IOException {
    PruningListener pruner = new PruningListener(Runs.HALF);
    Runs.fit(net, pruner);
    Samples samples = Samples.of(Runs.batches(12));
    ModelComparison comparison =
        ModelComparison.of(dense, net, samples, samples)
            .with(LatencyComparison.measure(dense, net, 1, Nd4j.zeros(2, 64)))
            .with(
                Robustness.of(
                    net, dense, samples, new ImageFormat(1, 8, 8, -1, 1), 1, Noise.gaussian(0.1)));

    JsonNode card =
        json(
            PruningReport.of(pruner, net)
                .fact("epochs", 1)
                .with(comparison)
                .writtenAt(() -> Instant.parse("2026-01-02T03:04:05.678Z"))
                .card(Path.of("target", "it's \"small\".zip")));

    assertEquals("2026-01-02T03:04:05Z", card.get("writtenAt").asText());
    assertEquals(1, card.at("/recipe/epochs").asInt());
    assertEquals("magnitude (L1)", card.at("/recipe/criterion").asText());
    assertEquals(pruner.masks().kept(), card.at("/pruned/kept").asLong());
    assertEquals(0.5, card.at("/pruned/sparsity").asDouble());
    assertEquals(comparison.denseSize().parameters(), card.at("/prunedFrom/parameters").asLong());
    assertEquals(comparison.prunedSize().fileBytes(), card.at("/size/fileBytes").asLong());
    assertEquals(96, card.at("/accuracy/examples").asInt());
    assertEquals(comparison.pruned().accuracy(), card.at("/accuracy/accuracy").asDouble());
    assertEquals(
        comparison.significance().all().pruned().low(),
        card.at("/accuracy/accuracyFrom").asDouble());
    assertTrue(
        card.at("/accuracy/verdict").asText().startsWith("Pruned is "), card::toPrettyString);
    assertEquals(comparison.significance().worse().size(), card.get("worseClasses").size());
    // The trained network stood for the dense one: it is better under noise.
    assertEquals("Gaussian[deviation=0.1]", card.at("/worseUnderNoise/0/noise").asText());
    assertTrue(card.at("/time/milliseconds for 2 examples, measured").asDouble() > 0);
    assertEquals(
        "ModelSerializer.restore%s(Path.of(\"it's \\\"small\\\".zip\").toFile())"
            .formatted(net.getClass().getSimpleName()),
        card.at("/loading/code").asText());
    assertEquals(0, card.get("notMeasured").size());
  }

  @Test
  void card_nothingMeasured_namesWhatIsMissing() throws IOException {
    JsonNode card = json(PruningReport.of(Runs.layers(), MaskStore.empty()).card());

    assertFalse(card.has("accuracy"));
    assertFalse(card.has("loading"));
    assertEquals(
        List.of(
            "the network that it was pruned from: it was not given",
            "accuracy, and where it got worse: no comparison with a dense network"),
        new ObjectMapper().convertValue(card.get("notMeasured"), List.class));
  }

  @Test
  void markdown_hostileText_isText() throws IOException {
    WholeReport.writeTo(folder);

    String card = Files.readString(folder.resolve("model-card.md"));
    assertTrue(card.startsWith("# \\</style\\>\\<script\\>alert("), card);
    assertFalse(card.matches("(?s).*(?<!\\\\)<.*"), card); // each is escaped
    assertTrue(card.contains("\n## pruned from\n\n| | |\n| --- | --- |\n| parameters | "), card);
    assertTrue(card.contains("\n## worse classes\n\nNone.\n"), card);
    assertTrue(card.contains("\n- how it stands noise: no Robustness in the comparison\n"), card);
    JsonNode json = new ObjectMapper().readTree(folder.resolve("model-card.json").toFile());
    assertEquals(WholeReport.HOSTILE, json.get("title").asText());
  }

  @Test
  void worseClasses_oneIsLost_hasItsRow() throws IOException {
    MultiLayerNetwork net = Runs.layers();
    MultiLayerNetwork blind = net.clone();
    net.fit(Runs.iterator(12), 5);
    blind.setParams(net.params().mul(0));
    Samples samples = Samples.of(Runs.batches(12));

    JsonNode card =
        json(
            PruningReport.of(blind, MaskStore.empty())
                .with(ModelComparison.of(net, blind, samples, samples))
                .card());

    assertEquals(1, card.get("worseClasses").size());
    JsonNode row = card.at("/worseClasses/0");
    assertTrue(row.get("accuracy").asDouble() < row.get("denseAccuracy").asDouble());
    assertTrue(row.get("adjustedP").asDouble() < 0.05);
  }

  /** DL4J's own way to put something into its file. */
  @Test
  void json_inDl4jsFile_comesBackAndNetworkLoads() throws IOException {
    ComputationGraph net = Runs.graph("first");
    ModelCard card = PruningReport.of(net, MaskStore.empty()).card(Path.of("net.zip"));
    Path zip = folder.resolve("net.zip");
    ModelSerializer.writeModel(net, zip.toFile(), false);
    ModelSerializer.addObjectToFile(zip.toFile(), "model-card.json", card.json());

    assertEquals(card.json(), ModelSerializer.getObjectFromFile(zip.toFile(), "model-card.json"));
    assertEquals(net.params(), ModelSerializer.restoreComputationGraph(zip.toFile()).params());
  }
}
