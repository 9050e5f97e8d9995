package io.github.dl4jpruning.examples.comparison;

import java.util.ArrayList;
import java.util.List;

/** Columns side by side, each as wide as its widest cell. */
final class TextTable {
  private static final String GAP = "  ";

  private TextTable() {}

  /** Whether no line is wider. */
  static boolean fits(String table, int columns) {
    return table.lines().allMatch(line -> line.length() <= columns);
  }

  /**
   * Sets a table.
   *
   * @param left so many columns begin at the left; the others end at the right
   * @param rows as many cells each; an empty row is a rule
   * @return lines without an end after the last one
   */
  static String of(int left, List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    int all = GAP.length() * (columns - 1);
    for (int width : widths) {
      all += width;
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(row.isEmpty() ? "-".repeat(all) : "");
      for (int i = 0; i < row.size(); i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        line.append(i > 0 ? GAP : "").append(i < left ? row.get(i) + space : space + row.get(i));
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }
}
