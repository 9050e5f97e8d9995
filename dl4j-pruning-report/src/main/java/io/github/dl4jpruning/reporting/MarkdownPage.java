package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.facts.Table;
import java.util.ArrayList;
import java.util.List;

/** A report as Markdown, beside its tables and figures. */
final class MarkdownPage {
  /** Longer tables are linked instead. */
  private static final int LONGEST_TABLE = 60;

  private MarkdownPage() {}

  static String of(ReportDocument document) {
    List<String> parts = new ArrayList<>();
    parts.add("# " + escaped(document.title()));
    parts.add("%s. Written at %s.".formatted(escaped(document.network()), document.writtenAt()));
    for (Section section : document.sections()) {
      parts.add("## " + escaped(section.title()));
      section.notes().forEach(note -> parts.add(escaped(note)));
      for (NamedTable table : section.tables()) {
        int rows = table.table().rows().size();
        parts.add(
            "**%s** ([%s rows](tables/%s.csv))"
                .formatted(escaped(table.title()), rows, table.id()));
        if (table.id().equals(AskedSection.RECIPE)) {
          // indented: a fence could be closed by what stands in it
          parts.add(HtmlPage.lines(table).indent(4).stripTrailing());
        } else if (rows <= LONGEST_TABLE) {
          parts.add(escaped(new Table(Cells.heads(table), Cells.rows(table))).markdown());
        }
      }
      for (Figure figure : section.figures()) {
        parts.add("![%s](figures/%s.svg)".formatted(escaped(figure.title()), figure.id()));
        if (!figure.caption().isEmpty()) {
          parts.add(escaped(figure.caption()));
        }
      }
    }
    return String.join("\n\n", parts) + "\n";
  }

  /** A table takes care of its own bars. */
  static Table escaped(Table table) {
    return new Table(
        table.columns(),
        table.rows().stream()
            .map(
                row ->
                    row.stream()
                        .map(
                            cell ->
                                cell instanceof String text
                                    ? escaped(text).replace("\\|", "|")
                                    : cell)
                        .toList())
            .toList());
  }

  /** So that text from outside stays text: no markup, no links, no HTML. */
  static String escaped(String text) {
    return text.replaceAll("[\\r\\n]+", " ").replaceAll("([\\\\`*_\\[\\]<>#!|&])", "\\\\$1");
  }
}
