package io.github.dl4jpruning.recipe.file;

import io.github.dl4jpruning.io.AtomicFile;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.json.JsonMapper;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLGenerator;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLMapper;

/**
 * Recipes as YAML or JSON; {@code docs/recipe-files.md} lists every part. Files are read by their
 * words alone: what a file says can make parts of this library, and nothing else. Stateless and
 * thread-safe.
 */
public final class RecipeFile {
  /** In bytes: ten thousand layers fit. */
  private static final int LONGEST = 1 << 20;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private static final ObjectMapper JSON = new JsonMapper();

  private RecipeFile() {}

  /**
   * Reads a recipe.
   *
   * @param file YAML or JSON, at most 1 MiB, in UTF-8
   * @return the recipe
   * @throws IOException if it can't be read, or says what no recipe can: the message gives the
   *     line, the value and what is allowed
   */
  public static PruningRecipe read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IOException(
            "%s is no recipe: it has more than %s bytes".formatted(file, LONGEST));
      }
      return parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          file.toString());
    } catch (NoSuchFileException e) {
      throw new IOException("Can't read %s: there is no such file".formatted(file), e);
    } catch (CharacterCodingException e) {
      throw new IOException("%s is no recipe: it is no text in UTF-8".formatted(file), e);
    }
  }

  /**
   * Reads a recipe from a text.
   *
   * @param text YAML or JSON
   * @param name what messages call it, such as a file's name
   * @return the recipe
   * @throws IOException as {@link #read} does
   */
  public static PruningRecipe parse(String text, String name) throws IOException {
    try {
      Item item = ItemParser.parse(text);
      return (PruningRecipe) FormReader.sheet(RecipeForm.RECIPE, versioned(item), "a recipe");
    } catch (RecipeProblem problem) {
      throw new IOException(problem.in(name), problem);
    }
  }

  private static Item versioned(Item item) throws RecipeProblem {
    if (!(item instanceof Item.Entries entries) || !entries.byName().containsKey("version")) {
      return item;
    }
    Item version = entries.byName().get("version");
    if (!version.equals(new Item.Scalar(version.line(), "1"))) {
      throw new RecipeProblem(
          version.line(), "version is 1, got another: a newer dl4j-pruning has written this");
    }
    Map<String, Item> others = new LinkedHashMap<>(entries.byName());
    others.remove("version");
    return new Item.Entries(entries.line(), others);
  }

  /**
   * Writes a recipe: what differs from the builder's defaults.
   *
   * @param file replaced in one step if it exists; JSON if its name ends with {@code .json}, else
   *     YAML
   * @param recipe the recipe
   * @throws IOException if it can't be written; an earlier file is left as it was
   * @throws IllegalArgumentException if the recipe has parts that only their author's code can
   *     make; the message names the first
   */
  public static void write(Path file, PruningRecipe recipe) throws IOException {
    boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    String text = json ? json(recipe) : yaml(recipe);
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A recipe as YAML.
   *
   * @param recipe the recipe
   * @return lines
   * @throws IllegalArgumentException as {@link #write} throws it
   */
  public static String yaml(PruningRecipe recipe) {
    try {
      return YAML.writeValueAsString(tree(recipe));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A recipe as JSON.
   *
   * @param recipe the recipe
   * @return lines
   * @throws IllegalArgumentException as {@link #write} throws it
   */
  public static String json(PruningRecipe recipe) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(recipe)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> tree(PruningRecipe recipe) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", 1);
    tree.putAll(FormWriter.sheet(RecipeForm.RECIPE, recipe));
    return tree;
  }
}
