package io.github.dl4jpruning.cli.console;

import io.github.dl4jpruning.facts.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/**
 * An object for scripts: names and values in order. What is not known is left out. Not thread-safe.
 */
public final class JsonText {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** Adds text, a number, a boolean, a list or a map; or nothing, if an optional is empty. */
  public JsonText with(String name, Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(known -> with(name, known));
    } else if (value instanceof OptionalLong optional) {
      optional.ifPresent(known -> values.put(name, known));
    } else if (value instanceof OptionalDouble optional) {
      optional.ifPresent(known -> values.put(name, known));
    } else if (value instanceof JsonText inner) {
      values.put(name, inner.values);
    } else if (value instanceof Table table) {
      values.put(name, tree(table.json()));
    } else {
      values.put(name, value);
    }
    return this;
  }

  /** The names and values, for a list of such objects. */
  public Map<String, Object> values() {
    return values;
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The whole as text. */
  @Override
  public String toString() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Only texts, numbers and lists are written", e);
    }
  }
}
