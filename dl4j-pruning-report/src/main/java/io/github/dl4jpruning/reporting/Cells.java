package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.facts.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A report's tables for people: fractions are percentages there, as they are in its sentences and
 * charts, and true is yes. Programs read fractions, from the same tables.
 */
final class Cells {
  private static final String PARAMETERS = "parameters";
  private static final String QUALITY = "quality";
  private static final String DIFFERENCE = "difference";
  private static final String SPARSITY = "sparsity";
  private static final String NOTHING = "–";

  /** Columns of fractions, by table. */
  private static final Map<String, Set<String>> FRACTIONS =
      Map.of(
          "changes",
          Set.of("wanted", "reached", SPARSITY),
          "looks",
          Set.of("accuracy"),
          PARAMETERS,
          Set.of(SPARSITY),
          QUALITY,
          Set.of("dense", "pruned", DIFFERENCE),
          "significance",
          Set.of("dense", "denseFrom", "denseTo", "pruned", "prunedFrom", "prunedTo"),
          "trade-off",
          Set.of(SPARSITY));

  private Cells() {}

  /** The heads of the columns; a sensitivity scan's are sparsities. */
  static List<String> heads(NamedTable table) {
    return table.table().columns().stream()
        .map(
            column ->
                table.id().equals("sensitivity") && column.matches("\\d\\.\\d+")
                    ? Words.percent(Double.parseDouble(column))
                    : column)
        .toList();
  }

  /** Rows of numbers, where {@link Words} says all there is, and of text. */
  static List<List<Object>> rows(NamedTable table) {
    List<List<Object>> rows = new ArrayList<>();
    for (List<Object> row : table.table().rows()) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(cell(table, row, i));
      }
      rows.add(cells);
    }
    return rows;
  }

  /** Whether the column's cells belong to the right: numbers, with or without a unit. */
  static boolean isOfNumbers(Table table, int column) {
    return table.rows().stream().allMatch(row -> row.get(column) instanceof Number);
  }

  private static Object cell(NamedTable table, List<Object> row, int column) {
    Object value = row.get(column);
    if (value instanceof Boolean isTrue) {
      return isTrue ? "yes" : "no";
    }
    String name = table.table().columns().get(column);
    if (!(value instanceof Double fraction)
        || !FRACTIONS.getOrDefault(table.id(), Set.of()).contains(name)) {
      return value;
    }
    if (table.id().equals(PARAMETERS) && row.contains(false)) {
      return NOTHING; // no mask
    }
    if (name.equals(DIFFERENCE) && Double.isFinite(fraction)) {
      return String.format(Locale.ROOT, "%+.2f points", 100 * fraction);
    }
    return Words.percent(fraction);
  }
}
