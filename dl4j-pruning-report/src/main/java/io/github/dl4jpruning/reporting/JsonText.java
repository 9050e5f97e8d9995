package io.github.dl4jpruning.reporting;

import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.json.JsonMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A report as JSON; its fields are in {@code docs/run-json.md}. */
final class JsonText {
  private static final JsonMapper MAPPER = new JsonMapper();

  private JsonText() {}

  static String of(ReportDocument document) {
    ObjectNode root =
        MAPPER
            .createObjectNode()
            .put("title", document.title())
            .put("writtenAt", document.writtenAt().toString())
            .put("network", document.network());
    ArrayNode sections = root.putArray("sections");
    try {
      for (Section section : document.sections()) {
        ObjectNode node =
            sections.addObject().put("id", section.id()).put("title", section.title());
        ArrayNode notes = node.putArray("notes");
        section.notes().forEach(notes::add);
        ArrayNode tables = node.putArray("tables");
        for (NamedTable table : section.tables()) {
          tables
              .addObject()
              .put("id", table.id())
              .put("title", table.title())
              .set("rows", MAPPER.readTree(table.table().json()));
        }
        ArrayNode figures = node.putArray("figures");
        for (Figure figure : section.figures()) {
          figures
              .addObject()
              .put("id", figure.id())
              .put("title", figure.title())
              .put("caption", figure.caption());
        }
      }
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report holds text and numbers only: " + document, e);
    }
  }
}
