package io.github.dl4jpruning.recipe.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/recipe-files.md} says what the code does. */
class RecipePageTest {
  private static final Path PAGE = Path.of("..", "docs", "recipe-files.md");

  @Test
  void examples_all_areRecipes() throws IOException {
    List<String> blocks = blocks("yaml");
    assertEquals(2, blocks.size());
    for (String block : blocks) {
      PruningRecipe recipe = RecipeFile.parse(block, "block");
      assertEquals(recipe, RecipeFile.parse(RecipeFile.yaml(recipe), "again"));
    }
  }

  @Test
  void table_everyWord_isNamed() throws IOException {
    String page = Files.readString(PAGE);
    TreeSet<String> missing = new TreeSet<>();
    Stream.concat(
            Forms.KINDS.values().stream().flatMap(List::stream),
            Stream.concat(Forms.SHEETS.values().stream(), Stream.of(RecipeForm.RECIPE)))
        .forEach(
            form -> {
              if (Forms.KINDS.values().stream().anyMatch(kinds -> kinds.contains(form))) {
                missing.add(form.name());
              }
              if (!form.isShort()) {
                form.fields().stream()
                    .filter(field -> !field.inlined())
                    .forEach(field -> missing.add(field.name()));
              }
            });
    assertTrue(missing.size() > 70, missing::toString);
    missing.removeIf(word -> page.contains("`" + word + "`"));

    assertEquals(List.of(), List.copyOf(missing));
  }

  @Test
  void message_shown_isTheRealOne() throws IOException {
    String shown = blocks("text").get(0).strip();

    assertEquals(
        shown,
        assertThrows(
                IOException.class,
                () -> RecipeFile.parse("sparsity: 0.9\noneShot: 0\nschedule: cubik", "recipe.yaml"))
            .getMessage());
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
