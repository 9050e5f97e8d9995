package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/**
 * What somebody has to know who gets a pruned network: what it was pruned from and by which recipe,
 * its size, its accuracy with an interval, where it got worse, how it is loaded (after Mitchell et
 * al. 2019, "Model cards for model reporting"). Everything on it was measured or counted; what was
 * not is named as that. For people as Markdown, for programs as JSON, with the same content.
 *
 * <pre>{@code
 * ModelCard card = PruningReport.of(pruner, net).with(comparison).card(Path.of("pruned.dlp"));
 * card.writeTo(Path.of("target/model"));
 * }</pre>
 */
public final class ModelCard {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final String title;
  private final Map<String, Object> fields;

  /**
   * A card.
   *
   * @param title its heading, also the field of that name
   * @param fields text, numbers, maps of them, and lists of maps or of text
   */
  ModelCard(String title, Map<String, Object> fields) {
    this.title = title;
    this.fields = new LinkedHashMap<>(Map.of("title", title));
    this.fields.putAll(fields);
  }

  /**
   * The card for people.
   *
   * @return GitHub's Markdown, text from outside escaped; with a line break at its end
   */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(MarkdownPage.escaped(title)).append("\n\n");
    Map<String, Object> plain = new LinkedHashMap<>(fields);
    plain.remove("title");
    plain.values().removeIf(value -> value instanceof Map || value instanceof List);
    text.append(table(plain));
    fields.forEach(
        (name, value) -> {
          if (value instanceof Map || value instanceof List) {
            text.append("\n## ").append(words(name)).append("\n\n").append(part(value));
          }
        });
    return text.toString();
  }

  private static String part(Object value) {
    if (value instanceof Map<?, ?> map) {
      return table(map);
    }
    List<?> list = (List<?>) value;
    if (list.isEmpty()) {
      return "None.\n";
    }
    return list.get(0) instanceof Map<?, ?> first
        ? rows(first, list)
        : list.stream()
            .map(line -> "- " + MarkdownPage.escaped(line.toString()) + "\n")
            .collect(Collectors.joining());
  }

  private static String table(Map<?, ?> facts) {
    return "| | |\n| --- | --- |\n"
        + facts.entrySet().stream()
            .map(fact -> "| %s | %s |\n".formatted(words(fact.getKey()), cell(fact.getValue())))
            .collect(Collectors.joining());
  }

  private static String rows(Map<?, ?> first, List<?> list) {
    StringBuilder text = new StringBuilder("|");
    first.keySet().forEach(head -> text.append(" ").append(words(head)).append(" |"));
    text.append("\n|").append(" --- |".repeat(first.size())).append("\n");
    for (Object row : list) {
      text.append("|");
      ((Map<?, ?>) row)
          .values()
          .forEach(value -> text.append(" ").append(cell(value)).append(" |"));
      text.append("\n");
    }
    return text.toString();
  }

  /** Names of fields are ours or settings; {@code prunedFrom} is read as "pruned from". */
  private static String words(Object name) {
    String spaced = name.toString().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return MarkdownPage.escaped(spaced.equals(name) ? spaced : spaced.toLowerCase(Locale.ROOT));
  }

  private static String cell(Object value) {
    return MarkdownPage.escaped(Words.of(value));
  }

  /**
   * The card for programs, for files' metadata too.
   *
   * @return an object; its fields are in {@code docs/reports.md}
   */
  public String json() {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A card holds text and numbers only: " + fields, e);
    }
  }

  /**
   * Writes {@code model-card.md} and {@code model-card.json}; each appears whole or not at all.
   *
   * @param folder made if it is not there
   * @throws IOException if a file can't be written
   */
  public void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    save(folder.resolve("model-card.md"), markdown());
    save(folder.resolve("model-card.json"), json());
  }

  private static void save(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
