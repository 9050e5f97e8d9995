package io.github.dl4jpruning.reporting;

import static io.github.dl4jpruning.reporting.WholeReport.HOSTILE;
import static io.github.dl4jpruning.reporting.WholeReport.filesIn;
import static io.github.dl4jpruning.reporting.WholeReport.parsedXml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;

/** The pages of a report that has everything, and networks that it is not of. */
class PruningReportTest {
  @TempDir static Path folder;
  private static PruningListener pruner;
  private static MultiLayerNetwork net;
  private static Document page;
  private static JsonNode json;

  @BeforeAll
  static void write() throws IOException {
    WholeReport report = WholeReport.writeTo(folder);
    pruner = report.pruner();
    net = report.net();
    page = report.page();
    json = report.json();
  }

  @Test
  void writeTo_everything_hasAllSections() {
    assertEquals(
        List.of(
            "result",
            "asked",
            "time",
            "layers",
            "weights",
            "masks",
            "trade-off",
            "sensitivity",
            "costs"),
        page.select("section").eachAttr("id"));
    assertEquals(
        page.select("section").eachAttr("id"),
        json.get("sections").findValuesAsText("id").stream()
            .filter(id -> !page.select("section#" + id).isEmpty())
            .distinct()
            .toList());
  }

  @Test
  void writeTo_everything_pageIsXmlAsWell() throws Exception {
    assertEquals(
        "html", parsedXml(folder.resolve("report.html")).getDocumentElement().getTagName());
  }

  @Test
  void writeTo_everything_loadsNothing() throws IOException {
    for (Element element : page.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        String value = attribute.getValue();
        boolean isLink =
            Set.of("src", "href", "xlink:href", "data", "action").contains(attribute.getKey());
        assertTrue(!isLink || value.startsWith("data:image/png;base64,"), value);
        assertTrue(!value.contains("url(") || value.matches("url\\(#[\\w-]+\\)"), value);
        assertFalse(attribute.getKey().startsWith("on"), attribute.getKey());
      }
    }
    assertEquals(0, page.select("script, link, iframe, object, embed").size());
    String text = Files.readString(folder.resolve("report.html"));
    assertFalse(text.replace("xmlns=\"http://www.w3.org/2000/svg\"", "").contains("http"));
    assertFalse(text.contains("@import"));
  }

  @Test
  void writeTo_hostileText_staysText() throws IOException {
    assertEquals(HOSTILE, page.title());
    assertEquals(HOSTILE, page.selectFirst("h1").text());
    assertEquals(HOSTILE, json.get("title").asText());
    assertEquals(2, page.select("section#asked td:containsOwn(alert)").size());
    String markdown = Files.readString(folder.resolve("report.md"));
    String escaped = "\\</style\\>\\<script\\>alert(\"1 \\& 2\")\\</script\\>\\|\\*x\\*";
    assertTrue(markdown.startsWith("# " + escaped + "\n\n"), markdown);
    assertTrue(markdown.contains("| " + escaped + " | " + escaped + " |"), markdown);
  }

  @Test
  void writeTo_everything_idsAreUnique() {
    List<String> ids = page.select("[id]").eachAttr("id");

    assertEquals(ids.size(), Set.copyOf(ids).size(), ids::toString);
  }

  @Test
  void writeTo_figures_lightAndDarkAndNamed() throws Exception {
    List<Path> figures = filesIn(folder.resolve("figures"));
    assertEquals(page.select("figure").size(), figures.size());
    for (Path figure : figures) {
      org.w3c.dom.Element svg = parsedXml(figure).getDocumentElement();
      assertEquals("img", svg.getAttribute("role"), figure::toString);
      assertFalse(svg.getElementsByTagName("title").item(0).getTextContent().isEmpty());
      String text = Files.readString(figure);
      assertTrue(text.contains("@media (prefers-color-scheme:dark){"), figure::toString);
      // Every colour of a chart has a class, and so a dark twin.
      assertFalse(text.contains("rgb("), text);
    }
    assertTrue(page.selectFirst("head style").data().contains("(prefers-color-scheme:dark)"));
  }

  @Test
  void writeTo_manySensitiveLayers_drawsTheWorst() {
    assertEquals(
        "One parameter pruned at a time, without training. The 8 that mind most; the table has 2"
            + " more.",
        page.selectFirst("section#sensitivity figcaption").ownText());
  }

  @Test
  void writeTo_again_replacesAndLeavesNothingElse(@TempDir Path other) throws IOException {
    PruningReport report = PruningReport.of(pruner, net);
    report.writeTo(other);
    report.writeTo(other);

    try (Stream<Path> files = Files.list(other)) {
      assertEquals(
          Set.of(
              "report.html",
              "report.md",
              "run.json",
              "model-card.md",
              "model-card.json",
              "figures",
              "tables"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @Test
  void html_folderInTheWay_throwsAndLeavesIt(@TempDir Path other) throws IOException {
    Path file = Files.createDirectories(other.resolve("page.html"));

    IOException e = assertThrows(IOException.class, () -> PruningReport.of(pruner, net).html(file));

    assertEquals(
        "Can't save %s: it is a folder. Give a file's name".formatted(file), e.getMessage());
    try (Stream<Path> files = Files.list(other)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void of_anothersListener_throws() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> PruningReport.of(pruner, Runs.layers()));

    assertTrue(
        e.getMessage().startsWith("This PruningListener belongs to another network"),
        e.getMessage());
  }

  @Test
  void before_anotherStructure_throws() {
    PruningReport report = PruningReport.of(pruner, net);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> report.before(Runs.graph("d")));

    assertTrue(
        e.getMessage()
            .startsWith("The network before pruning has other parameters than the pruned one: ["),
        e.getMessage());
  }
}
