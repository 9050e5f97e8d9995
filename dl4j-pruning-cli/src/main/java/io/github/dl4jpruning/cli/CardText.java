package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/** A model card out of a file, which may be a stranger's: any text, JSON by convention. */
final class CardText {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int DEEPEST = 100;

  private CardText() {}

  /** A line for each of its fields. */
  static void print(Optional<String> card, Console console) {
    if (card.isEmpty()) {
      return;
    }
    console.heading("Model card");
    JsonNode fields = json(card).filter(JsonNode::isObject).orElse(null);
    if (fields == null) {
      card.get().lines().forEach(line -> console.say(harmless(line)));
      return;
    }
    fields
        .fields()
        .forEachRemaining(
            field -> console.say(harmless(field.getKey() + ": " + words(field.getValue()))));
  }

  /** For scripts: as JSON if it is that, else its text. */
  static Optional<Object> value(Optional<String> card) {
    Optional<Object> parsed = json(card).map(node -> MAPPER.convertValue(node, Object.class));
    return parsed.or(() -> card);
  }

  private static Optional<JsonNode> json(Optional<String> card) {
    try {
      return card.isPresent() && isShallow(card.get())
          ? Optional.ofNullable(MAPPER.readTree(card.get()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Jackson calls itself for each level: a thousand brackets would end the program. */
  private static boolean isShallow(String card) throws IOException {
    try (JsonParser parser = MAPPER.getFactory().createParser(card)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > DEEPEST) {
          return false;
        }
      }
      return true;
    }
  }

  private static String words(JsonNode value) {
    List<String> parts = new ArrayList<>();
    if (value.isObject()) {
      value
          .fields()
          .forEachRemaining(field -> parts.add(field.getKey() + " " + words(field.getValue())));
      return parts.isEmpty() ? "none" : String.join(", ", parts);
    }
    if (value.isArray()) {
      value.forEach(each -> parts.add(words(each)));
      return parts.isEmpty() ? "none" : String.join("; ", parts);
    }
    return value.asText();
  }

  /** Control characters would move a terminal's cursor, and worse. */
  private static String harmless(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
