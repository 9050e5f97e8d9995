package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.facts.Table;
import java.util.List;

/**
 * A table as CSV that a spreadsheet only shows: text that it would compute or send somewhere
 * (OWASP, "CSV injection") gets an apostrophe in front. Names of layers and facts are text from
 * outside; numbers stay as they are.
 */
final class CsvText {
  /** What makes a formula of a cell; tab and carriage return may be skipped before one. */
  private static final String FORMULA = "=+-@\t\r";

  private CsvText() {}

  static String of(Table table) {
    return new Table(
            table.columns().stream().map(CsvText::harmless).toList(),
            table.rows().stream().map(CsvText::harmless).toList())
        .csv();
  }

  private static List<Object> harmless(List<Object> row) {
    return row.stream()
        .map(cell -> cell instanceof String text ? (Object) harmless(text) : cell)
        .toList();
  }

  private static String harmless(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
