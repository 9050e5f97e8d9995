package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.recipe.file.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;

/** The commands that measure, and the page. */
class OtherCommandsTest {
  @TempDir Path folder;

  @Test
  void report_networkAndCheckpoint_arePages() throws IOException {
    Path page = folder.resolve("page.html");
    Cli.done("report", Saved.layers(folder), "-o", page);
    Cli.done("report", Saved.CORE.resolve("v2/checkpoint.zip"), "-o", folder.resolve("run"));

    assertTrue(Files.readString(page).contains("<h1>layers.zip</h1>"));
    assertTrue(Files.exists(folder.resolve("run/run.json")));
    assertEquals(
        "5 dl4j-pruning: %s is there already: --force replaces it".formatted(page),
        Cli.run("report", folder.resolve("layers.zip"), "-o", page).failure());
  }

  @Test
  void scan_suggestion_isARecipeOfThatSparsity() throws IOException {
    Path layers = Saved.layers(folder);
    Path data = Points.csv(folder, 64, 30);
    Path recipe = folder.resolve("r.yaml");
    JsonNode json =
        Cli.json(
            "scan",
            layers,
            "--data",
            data,
            "-s",
            "0.5",
            "--sparsities",
            "0.5,0.9",
            "--save-recipe",
            recipe);

    assertEquals(9, json.get("points").size());
    assertEquals(RecipeFile.yaml(RecipeFile.read(recipe)), json.get("recipe").asText());
    JsonNode pruned =
        Cli.json("prune", layers, "--recipe", recipe, "-o", folder.resolve("out.zip"));
    assertEquals(459, pruned.get("kept").asLong());
    assertTrue(
        Cli.done("scan", layers, "--data", data, "--loss", "0.1", "--sparsities", "0.5,0.9")
            .out()
            .contains("As a recipe"));
  }

  @Test
  void search_withFineTuning_writesTheChosenOne() throws IOException {
    Path layers = Saved.layers(folder);
    Path data = Points.csv(folder, 64, 30);
    Path out = folder.resolve("best.dlp");
    JsonNode json =
        Cli.json("search", layers, "--data", data, "--loss", "1", "--fit", "1", "-o", out);

    assertEquals(0.99, json.get("chosen").asDouble());
    assertTrue(Cli.json("inspect", out).get("zeros").asLong() >= 0.98 * 918);
  }

  @Test
  void compareAndBench_figures_areThere() throws IOException {
    Path layers = Saved.layers(folder);
    Path pruned = folder.resolve("pruned.dlp");
    Cli.done("prune", layers, "-s", "0.9", "-o", pruned);
    JsonNode json =
        Cli.json("compare", layers, pruned, "--data", Points.csv(folder, 64, 30), "--passes", "2");
    List<String> figures = json.get("figures").findValuesAsText("figure");

    assertTrue(figures.contains("accuracy, class 2"), figures::toString);
    assertEquals(4, json.get("significance").size());
    assertTrue(json.get("verdict").asText().startsWith("pruned is "), json::toString);
    assertTrue(figures.contains("ms for 64, runtime"), figures::toString);
    assertEquals(
        2, Cli.json("bench", pruned, "--passes", "2", "--batch", "1,3").get("times").size());
    assertTrue(
        Cli.done("bench", Saved.series(folder), "--passes", "1", "--input", "3x4")
            .out()
            .startsWith("examples"));
    assertEquals(
        "2 dl4j-pruning: --passes and --batch are at least 1, got 0 and [1, 64]",
        Cli.run("bench", pruned, "--passes", "0").failure());
  }

  @Test
  void demo_files_canBeUsed() {
    Cli.done("demo", folder);

    assertTrue(Cli.done("inspect", folder.resolve("circle.zip")).out().contains("first"));
    assertTrue(Cli.run("demo", folder).failure().startsWith("5 "));
  }
}
