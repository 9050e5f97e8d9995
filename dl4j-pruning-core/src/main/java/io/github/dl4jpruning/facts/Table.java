package io.github.dl4jpruning.facts;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.json.JsonMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A result as a table, in the forms that people and programs read.
 *
 * @param columns their names, each once
 * @param rows as many values each as there are columns: text, whole numbers, doubles or booleans
 */
public record Table(List<String> columns, List<List<Object>> rows) {
  private static final MathContext SIX_DIGITS = new MathContext(6);

  /** What formulas begin with. */
  private static final String FORMULA = "=+-@\t\r";

  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the lists, and checks that every row is complete. */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "A row needs %s values, for %s, got %s".formatted(columns.size(), columns, row));
      }
    }
  }

  /**
   * Columns side by side, numbers rounded to six digits and on the right.
   *
   * @return lines without a line break at the end
   */
  public String text() {
    List<List<String>> cells = cells(Table::rounded);
    int[] widths = new int[columns.size()];
    cells.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        line.append(i > 0 ? "  " : "")
            .append(isNumeric(i) ? space + row.get(i) : row.get(i) + space);
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }

  /**
   * A table of GitHub's Markdown, numbers rounded to six digits.
   *
   * @return lines without a line break at the end
   */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells(Table::rounded)) {
      lines.add(
          row.stream()
              .map(cell -> cell.replace("|", "\\|"))
              .collect(Collectors.joining(" | ", "| ", " |")));
    }
    StringBuilder rule = new StringBuilder("|");
    for (int i = 0; i < columns.size(); i++) {
      rule.append(isNumeric(i) ? " ---: |" : " --- |");
    }
    lines.add(1, rule.toString());
    return String.join(System.lineSeparator(), lines);
  }

  /**
   * Comma-separated values (RFC 4180) with a header line and all digits. Text that a spreadsheet
   * would take for a formula has a {@code '} in front.
   *
   * @return lines, each with CR and LF at its end
   */
  public String csv() {
    return cells(Table::harmless).stream()
        .map(row -> row.stream().map(Table::quoted).collect(Collectors.joining(",")) + "\r\n")
        .collect(Collectors.joining());
  }

  /**
   * An array of objects, whose fields are the columns, with all digits.
   *
   * @return JSON
   */
  public String json() {
    ArrayNode array = JSON.createArrayNode();
    for (List<Object> row : rows) {
      ObjectNode object = array.addObject();
      for (int i = 0; i < row.size(); i++) {
        object.putPOJO(columns.get(i), row.get(i));
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(array);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A table holds text and numbers only, got " + rows, e);
    }
  }

  /** The same as {@link #text()}. */
  @Override
  public String toString() {
    return text();
  }

  private List<List<String>> cells(Function<Object, String> form) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(form).toList());
    rows.forEach(row -> cells.add(row.stream().map(form).toList()));
    return cells;
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
  }

  private static String rounded(Object value) {
    return value instanceof Double number && Double.isFinite(number)
        ? plain(BigDecimal.valueOf(number).round(SIX_DIGITS))
        : String.valueOf(value);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** Layer names come from files, and files from strangers. */
  private static String harmless(Object value) {
    String text = String.valueOf(value);
    boolean formula =
        value instanceof String && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : text;
  }

  private static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
