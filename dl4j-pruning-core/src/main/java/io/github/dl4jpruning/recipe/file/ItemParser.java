package io.github.dl4jpruning.recipe.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLFactory;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML, and JSON, which is YAML too, into items that know their lines. Tokens are taken one
 * by one, so nothing is expanded, and no class is ever named by a file.
 */
final class ItemParser {
  private static final YAMLFactory YAML = new YAMLFactory();

  /** Deeper than any recipe. */
  private static final int DEEPEST = 20;

  private final YAMLParser parser;
  private int depth;

  private ItemParser(YAMLParser parser) {
    this.parser = parser;
  }

  static Item parse(String text) throws RecipeProblem {
    try (YAMLParser parser = YAML.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new RecipeProblem(1, "there is nothing in it");
      }
      Item item = new ItemParser(parser).item();
      if (parser.nextToken() != null) {
        throw new RecipeProblem(line(parser), "a second document begins; a file has one recipe");
      }
      return item;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new RecipeProblem(line, "this is neither YAML nor JSON: " + reason);
    } catch (IOException e) {
      throw new RecipeProblem(1, String.valueOf(e.getMessage()));
    }
  }

  private Item item() throws IOException, RecipeProblem {
    int line = line(parser);
    if (++depth > DEEPEST) {
      throw new RecipeProblem(line, "parts within parts, more than %s deep".formatted(DEEPEST));
    }
    Item item =
        switch (parser.currentToken()) {
          case START_OBJECT -> entries(line);
          case START_ARRAY -> row(line);
          default -> scalar(line);
        };
    depth--;
    return item;
  }

  private Item entries(int line) throws IOException, RecipeProblem {
    Map<String, Item> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int at = line(parser);
      parser.nextToken();
      if (entries.put(name, item()) != null) {
        throw new RecipeProblem(at, "%s stands here a second time".formatted(name));
      }
    }
    return new Item.Entries(line, entries);
  }

  private Item row(int line) throws IOException, RecipeProblem {
    List<Item> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(item());
    }
    return new Item.Row(line, items);
  }

  private Item scalar(int line) throws IOException, RecipeProblem {
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      throw new RecipeProblem(line, "anchors and aliases (& and *) are not read: write it twice");
    }
    return new Item.Scalar(
        line, parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText());
  }

  private static int line(JsonParser parser) {
    return parser.getTokenLocation().getLineNr();
  }
}
