package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.xml.sax.SAXException;

class PruningReportTest {
  private static final String HOSTILE = "</style><script>alert(\"1 & 2\")</script>|*x*";

  @TempDir static Path folder;

  private static PruningListener pruner;
  private static MultiLayerNetwork net;
  private static Document page;
  private static JsonNode json;

  /** Everything that a report can have. */
  @BeforeAll
  static void write() throws IOException {
    net = Runs.layers();
    MultiLayerNetwork dense = net.clone();
    pruner = new PruningListener(Runs.HALF);
    Course course = Course.every(2, network -> 0.75);
    net.addListeners(course);
    Runs.fit(net, pruner);
    Samples samples = Samples.of(Runs.batches(2));
    PruningReport.of(pruner, net)
        .titled(HOSTILE)
        .fact("epochs", 1)
        .fact(HOSTILE, HOSTILE)
        .before(dense)
        .with(course)
        .with("dense", List.of(new Course.Look(4, 0.5, Double.NaN)))
        .with(
            ModelComparison.of(dense, net, samples, samples)
                .with(LatencyComparison.measure(dense, net, 1, Nd4j.zeros(2, 64))))
        .with(sensitivity())
        .with(tradeOff())
        .writtenAt(() -> Instant.parse("2026-01-02T03:04:05.678Z"))
        .writeTo(folder);
    page = Jsoup.parse(Files.readString(folder.resolve("report.html")));
    json = new ObjectMapper().readTree(folder.resolve("run.json").toFile());
  }

  static Sensitivity sensitivity() {
    List<Sensitivity.Curve> curves = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      curves.add(
          new Sensitivity.Curve(
              i + "_W",
              100,
              List.of(
                  new Sensitivity.Point(0.5, 0.9 - i / 100.0),
                  new Sensitivity.Point(0.9, 0.8 - i / 50.0))));
    }
    return new Sensitivity(Runs.HALF, 0.95, curves);
  }

  static TradeOff tradeOff() {
    return new TradeOff(
        List.of(
            new TradeOff.Point(0, 0.95, 0, 100, 100, OptionalLong.empty()),
            new TradeOff.Point(0.5, 0.945, 0, 100, 50, OptionalLong.empty()),
            new TradeOff.Point(0.9, 0.9, 0, 100, 10, OptionalLong.empty())),
        0.01);
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
    assertEquals("html", xml(folder.resolve("report.html")).getDocumentElement().getTagName());
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
    List<Path> figures = files("figures");
    assertEquals(page.select("figure").size(), figures.size());
    for (Path figure : figures) {
      org.w3c.dom.Element svg = xml(figure).getDocumentElement();
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
  void writeTo_tables_sameRowsInAllForms() throws IOException {
    Set<String> ids = new TreeSet<>();
    for (JsonNode section : json.get("sections")) {
      for (JsonNode table : section.get("tables")) {
        String id = table.get("id").asText();
        ids.add(id + ".csv");
        List<String> csv = Files.readAllLines(folder.resolve("tables").resolve(id + ".csv"));
        assertEquals(table.get("rows").size() + 1, csv.size(), id);
        if (table.get("rows").size() > 0) {
          List<String> columns = new ArrayList<>();
          table.get("rows").get(0).fieldNames().forEachRemaining(columns::add);
          assertEquals(String.join(",", columns), csv.get(0));
        }
      }
    }
    assertEquals(
        ids,
        files("tables").stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(ids.size() - 1 /* the tiles */, page.select("section table").size());
  }

  @Test
  void writeTo_tables_haveTheColumnsDocumented() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    documentation("^\\| `([^`]+)` \\| (`[^|]+) \\| ")
        .forEach(row -> documented.put(row.group(1) + ".csv", row.group(2).replaceAll("[` ]", "")));
    Map<String, String> written = new TreeMap<>();
    for (Path file : files("tables")) {
      String columns = Files.readAllLines(file).get(0);
      written.put(file.getFileName().toString(), columns.replaceFirst(",0.0,.*", ",0.0"));
    }

    assertEquals(documented, written);
  }

  @Test
  void writeTo_json_hasTheFieldsDocumented() throws IOException {
    Set<String> documented = new TreeSet<>();
    documentation("^\\| `([^`]+)` \\| [^`|]").forEach(row -> documented.add(row.group(1)));
    documentation("^\\| `(sections\\[\\]\\.id)`").forEach(row -> documented.add(row.group(1)));
    Set<String> written = new TreeSet<>();
    collect("", json, written);

    assertEquals(documented, written);
  }

  private static Stream<MatchResult> documentation(String row) throws IOException {
    String text = Files.readString(Path.of("..", "docs", "run-json.md"));
    return Pattern.compile(row, Pattern.MULTILINE).matcher(text).results();
  }

  private static void collect(String path, JsonNode node, Set<String> fields) {
    if (node.isArray() && path.endsWith("rows")) {
      fields.add(path + "[]");
    } else if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, fields));
    } else if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  collect(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      fields));
    } else {
      fields.add(path);
    }
  }

  @Test
  void writeTo_result_isTrue() {
    JsonNode rows = table("result");
    assertEquals(pruner.masks().sparsity(), rows.get(0).get("value").asDouble());
    assertEquals(pruner.masks().kept(), rows.get(1).get("value").asLong());
    assertEquals("weights kept of 912", rows.get(1).get("figure").asText());
    assertEquals("50.00 %", page.selectFirst(".tiles b").text());
    assertEquals("Pruned 50.00 %, complete.", page.selectFirst("#result p").text());
  }

  @Test
  void writeTo_changes_areTheListenersHistory() {
    JsonNode rows = table("changes");
    assertEquals(3, rows.size());
    for (int i = 0; i < 3; i++) {
      var change = pruner.history().changes().get(i);
      assertEquals(change.iteration(), rows.get(i).get("iteration").asLong());
      assertEquals(change.reached(), rows.get(i).get("reached").asDouble());
      assertEquals(change.removed(), rows.get(i).get("removed").asLong());
      assertEquals(change.loss(), rows.get(i).get("loss").asDouble());
    }
  }

  @Test
  void writeTo_parameters_keptIsThatOfTheMasks() {
    for (JsonNode row : table("parameters")) {
      long kept =
          pruner
              .masks()
              .get(row.get("parameter").asText())
              .map(mask -> (long) mask.kept())
              .orElse(row.get("elements").asLong());
      assertEquals(kept, row.get("kept").asLong());
    }
  }

  @Test
  void writeTo_weights_countEveryWeightOnce() {
    long before = 0;
    long kept = 0;
    for (JsonNode row : table("weights")) {
      if (row.get("when").asText().equals("before")) {
        before += row.get("weights").asLong();
      } else {
        kept += row.get("weights").asLong();
      }
    }
    assertEquals(912, before);
    assertEquals(pruner.masks().kept(), kept);
  }

  @Test
  void writeTo_costs_tellMeasuredCountedAndEstimatedApart() {
    Set<String> hows = new TreeSet<>(table("costs").findValuesAsText("how"));
    assertEquals(Set.of("counted", "estimated", "measured"), hows);
    JsonNode nonZero = table("costs").get(3);
    assertEquals("non-zero parameters", nonZero.get("figure").asText());
    assertEquals(
        nonZero.get("pruned").asDouble() / nonZero.get("dense").asDouble(),
        nonZero.get("ratio").asDouble());
    assertEquals("accuracy", table("quality").get(0).get("figure").asText());
  }

  @Test
  void writeTo_notANumber_isTextInJsonAndNotDrawn() {
    JsonNode looks = table("looks");
    assertEquals(5, looks.size());
    assertEquals("NaN", looks.get(4).get("loss").asText());
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
          Set.of("report.html", "report.md", "run.json", "figures", "tables"),
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
    xml(folder.resolve("deep/er/page.html"));
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
        rows(sections, "parameters").stream()
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
    assertEquals(3, rows(sections, "weights").size());
    assertEquals(Double.NaN, rows(sections, "weights").get(0).get(2));
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

  private static JsonNode table(String id) {
    for (JsonNode section : json.get("sections")) {
      for (JsonNode table : section.get("tables")) {
        if (table.get("id").asText().equals(id)) {
          return table.get("rows");
        }
      }
    }
    throw new AssertionError("no table " + id);
  }

  private static List<List<Object>> rows(List<Section> sections, String id) {
    return sections.stream()
        .flatMap(section -> section.tables().stream())
        .filter(table -> table.id().equals(id))
        .map(NamedTable::table)
        .map(Table::rows)
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.sorted().toList();
    }
  }

  private static org.w3c.dom.Document xml(Path file)
      throws IOException, SAXException, ParserConfigurationException {
    byte[] bytes = Files.readString(file).getBytes(StandardCharsets.UTF_8);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setExpandEntityReferences(false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
  }
}
