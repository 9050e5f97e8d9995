package io.github.dl4jpruning.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a report: those written, and those in {@code docs/report-json.md}. */
final class ReportFields {
  private ReportFields() {}

  /** Paths of all fields: {@code a.b} for objects, {@code a[].b} for lists of them. */
  static Set<String> of(JsonNode report) {
    Set<String> fields = new TreeSet<>();
    collect("", report, fields);
    return fields;
  }

  /**
   * Reads the documentation.
   *
   * @param cifar whether those of PruneCifar are wanted too
   */
  static Set<String> documented(boolean cifar) throws IOException {
    String text = Files.readString(Path.of("..", "docs", "report-json.md"));
    Matcher row =
        Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
            .matcher(cifar ? text : text.substring(0, text.indexOf("\n## PruneCifar\n")));
    Set<String> fields = new TreeSet<>();
    while (row.find()) {
      fields.add(row.group(1));
    }
    return fields;
  }

  private static void collect(String path, JsonNode node, Set<String> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  collect(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      fields));
    } else if (node.isArray() && node.get(0).isObject()) {
      node.forEach(element -> collect(path + "[]", element, fields));
    } else {
      fields.add(path);
    }
  }
}
