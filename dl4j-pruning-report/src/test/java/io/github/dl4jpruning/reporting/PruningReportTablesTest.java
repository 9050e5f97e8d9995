package io.github.dl4jpruning.reporting;

import static io.github.dl4jpruning.reporting.WholeReport.filesIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.file.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;

/** The rows of a report that has everything, in all forms. */
class PruningReportTablesTest {
  @TempDir static Path folder;
  private static PruningListener pruner;
  private static Document page;
  private static JsonNode json;

  @BeforeAll
  static void write() throws IOException {
    WholeReport report = WholeReport.writeTo(folder);
    pruner = report.pruner();
    page = report.page();
    json = report.json();
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
        filesIn(folder.resolve("tables")).stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(ids.size() - 2 /* the tiles, the recipe */, page.select("section table").size());
  }

  @Test
  void writeTo_recipe_isAFileThatCanBeRead() throws IOException {
    PruningRecipe recipe = Runs.HALF;
    assertEquals(
        recipe, RecipeFile.parse(page.selectFirst("section#asked pre").wholeText(), "page"));
    assertTrue(
        Files.readString(folder.resolve("report.md"))
            .contains("\n\n" + RecipeFile.yaml(recipe).indent(4).stripTrailing() + "\n\n"));
  }

  @Test
  void writeTo_tables_haveTheColumnsDocumented() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    documentation("^\\| `([^`]+)` \\| (`[^|]+) \\| ")
        .forEach(row -> documented.put(row.group(1) + ".csv", row.group(2).replaceAll("[` ]", "")));
    Map<String, String> written = new TreeMap<>();
    for (Path file : filesIn(folder.resolve("tables"))) {
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
    JsonNode rows = tableRows("result");
    assertEquals(pruner.masks().sparsity(), rows.get(0).get("value").asDouble());
    assertEquals(pruner.masks().kept(), rows.get(1).get("value").asLong());
    assertEquals("weights kept of 912", rows.get(1).get("figure").asText());
    assertEquals("50.00 %", page.selectFirst(".tiles b").text());
    assertEquals("Pruned 50.00 %, complete.", page.selectFirst("#result p").text());
  }

  @Test
  void writeTo_changes_areTheListenersHistory() {
    JsonNode rows = tableRows("changes");
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
    for (JsonNode row : tableRows("parameters")) {
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
    for (JsonNode row : tableRows("weights")) {
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
    Set<String> hows = new TreeSet<>(tableRows("costs").findValuesAsText("how"));
    assertEquals(Set.of("counted", "estimated", "measured"), hows);
    assertEquals(
        "CPU milliseconds for 2 examples", tableRows("costs").get(1).get("figure").asText());
    JsonNode nonZero = tableRows("costs").get(4);
    assertEquals("non-zero parameters", nonZero.get("figure").asText());
    assertEquals(
        nonZero.get("pruned").asDouble() / nonZero.get("dense").asDouble(),
        nonZero.get("ratio").asDouble());
    assertEquals("accuracy", tableRows("quality").get(0).get("figure").asText());
    assertEquals(3, tableRows("significance").size());
    assertEquals(
        "Pruned is not distinguishable from dense",
        page.select("#result p").get(1).text().substring(0, 40));
  }

  @Test
  void writeTo_notANumber_isTextInJsonAndNotDrawn() {
    JsonNode looks = tableRows("looks");
    assertEquals(5, looks.size());
    assertEquals("NaN", looks.get(4).get("loss").asText());
  }

  private static JsonNode tableRows(String id) {
    for (JsonNode section : json.get("sections")) {
      for (JsonNode table : section.get("tables")) {
        if (table.get("id").asText().equals(id)) {
          return table.get("rows");
        }
      }
    }
    throw new AssertionError("no table " + id);
  }
}
