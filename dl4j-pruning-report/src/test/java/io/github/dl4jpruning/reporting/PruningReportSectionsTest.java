package io.github.dl4jpruning.reporting;

import static io.github.dl4jpruning.reporting.WholeReport.parsedXml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reports of little: one change, no listener, no masks, everything pruned. */
class PruningReportSectionsTest {
  @TempDir static Path folder;

  static Stream<Model> networks() {
    return Stream.of(Runs.layers(), Runs.graph("a<b>&\"c\""));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void html_twoLines_sufficeForBothKindsOfNetworks(Model network) throws Exception {
    PruningListener listener = new PruningListener(Runs.HALF);
    Runs.fit(network, listener);

    PruningReport.of(listener, network).html(folder.resolve("deep/er/page.html"));

    Document two = Jsoup.parse(Files.readString(folder.resolve("deep/er/page.html")));
    assertEquals(
        List.of("result", "asked", "time", "layers", "weights", "masks", "costs"),
        two.select("section").eachAttr("id"));
    assertTrue(two.select("section#weights figure").size() >= 2);
    parsedXml(folder.resolve("deep/er/page.html"));
  }

  @Test
  void html_oneChange_isDrawn(@TempDir Path other) throws IOException {
    MultiLayerNetwork network = Runs.layers();
    PruningListener once =
        new PruningListener(PruningRecipe.builder().sparsity(0.5).oneShot(0).build());
    Runs.fit(network, once);

    PruningReport.of(once, network).html(other.resolve("page.html"));

    assertEquals(
        List.of("Sparsity over time", "Loss over time"),
        Jsoup.parse(Files.readString(other.resolve("page.html")))
            .select("section#time figcaption b")
            .eachText());
  }

  @Test
  void sections_looksWithoutAListener_areDrawnAlone() {
    Section time =
        PruningReport.of(Runs.layers(), MaskStore.empty())
            .with("dense", List.of(new Course.Look(4, 0.5, 0.7)))
            .sections()
            .get(2);

    assertEquals("time", time.id());
    assertEquals(List.of("accuracy", "loss"), time.figures().stream().map(Figure::id).toList());
  }

  @Test
  void sections_withoutMasks_sayThatNothingIsPruned() {
    List<Section> sections = PruningReport.of(Runs.layers(), MaskStore.empty()).sections();

    assertEquals(
        List.of("result", "asked", "layers", "costs"), sections.stream().map(Section::id).toList());
    assertEquals(List.of("No parameter has a mask."), sections.get(2).notes());
  }

  @Test
  void sections_everythingPruned_areComplete() {
    MultiLayerNetwork network = Runs.layers();
    MaskStore all = MaskStore.of(Map.of("0_W", Mask.of(List.of(4L, 1L, 3L, 3L), new long[] {0})));
    Pruner.apply(network, all);

    List<Section> sections = PruningReport.of(network, all).sections();

    assertEquals(
        List.of(1.0),
        rowsOf(sections, "parameters").stream()
            .filter(row -> row.get(0).equals("0_W"))
            .map(row -> row.get(5))
            .toList());
    assertEquals(1, sections.get(4).figures().size());
  }

  @Test
  void sections_weightsNotFinite_areCountedAndNotDrawn() {
    MultiLayerNetwork network = Runs.layers();
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.5));
    network.params().assign(Double.NaN);

    List<Section> sections = PruningReport.of(network, masks).sections();

    Section weights =
        sections.stream()
            .filter(section -> section.id().equals("weights"))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of(), weights.figures());
    assertEquals(3, rowsOf(sections, "weights").size());
    assertEquals(Double.NaN, rowsOf(sections, "weights").get(0).get(2));
  }

  @Test
  void of_listenerWithoutNetwork_throws() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> PruningReport.of(new PruningListener(Runs.HALF), Runs.layers()));

    assertTrue(
        e.getMessage().startsWith("The PruningListener has seen no network yet: "), e.getMessage());
  }

  private static List<List<Object>> rowsOf(List<Section> sections, String id) {
    return sections.stream()
        .flatMap(section -> section.tables().stream())
        .filter(table -> table.id().equals(id))
        .map(NamedTable::table)
        .map(Table::rows)
        .findFirst()
        .orElseThrow();
  }
}
