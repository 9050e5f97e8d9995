package io.github.dl4jpruning.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table for terminals: numbers on the right, and as wide as there is room. Where it is too wide,
 * columns that are marked as less needed go, the last first; then texts are cut short.
 */
public final class Grid {
  private static final String GAP = "  ";
  private static final int SHORTEST_TEXT = 8;

  private final List<String> heads = new ArrayList<>();
  private final List<Kind> kinds = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  private enum Kind {
    TEXT,
    NUMBER,
    SPARE_TEXT,
    SPARE_NUMBER;

    boolean isSpare() {
      return this == SPARE_TEXT || this == SPARE_NUMBER;
    }

    boolean isText() {
      return this == TEXT || this == SPARE_TEXT;
    }
  }

  /** Adds a column of texts. */
  public Grid text(String head) {
    return column(head, Kind.TEXT);
  }

  /** Adds a column of numbers. */
  public Grid number(String head) {
    return column(head, Kind.NUMBER);
  }

  /** Adds a column of texts that narrow terminals do without. */
  public Grid spareText(String head) {
    return column(head, Kind.SPARE_TEXT);
  }

  /** Adds a column of numbers that narrow terminals do without. */
  public Grid spareNumber(String head) {
    return column(head, Kind.SPARE_NUMBER);
  }

  private Grid column(String head, Kind kind) {
    heads.add(head);
    kinds.add(kind);
    return this;
  }

  /** Adds a row with a cell for each column. */
  public Grid row(String... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(
          "A row of %s has %s cells, got %s".formatted(heads, heads.size(), Arrays.asList(cells)));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Writes it. */
  public void print(Console console) {
    List<Integer> shown = new ArrayList<>(IntStream.range(0, heads.size()).boxed().toList());
    for (int i = heads.size() - 1; i >= 0 && total(shown) > console.width(); i--) {
      if (kinds.get(i).isSpare()) {
        shown.remove(Integer.valueOf(i));
      }
    }
    int[] widths = IntStream.range(0, heads.size()).map(this::width).toArray();
    int excess = total(shown) - console.width();
    for (int i : shown) {
      if (excess > 0 && kinds.get(i).isText()) {
        int cut = Math.min(excess, Math.max(0, widths[i] - SHORTEST_TEXT));
        widths[i] -= cut;
        excess -= cut;
      }
    }
    console.out().println(line(heads, shown, widths));
    rows.forEach(row -> console.out().println(line(row, shown, widths)));
  }

  private int width(int column) {
    return Math.max(
        heads.get(column).length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }

  private int total(List<Integer> shown) {
    return shown.stream().mapToInt(this::width).sum() + GAP.length() * (shown.size() - 1);
  }

  private String line(List<String> cells, List<Integer> shown, int[] widths) {
    List<String> parts = new ArrayList<>();
    for (int i : shown) {
      String cell = cells.get(i);
      if (cell.length() > widths[i]) {
        cell = cell.substring(0, widths[i] - 1) + "…";
      }
      String space = " ".repeat(widths[i] - cell.length());
      parts.add(kinds.get(i).isText() ? cell + space : space + cell);
    }
    return String.join(GAP, parts).stripTrailing();
  }
}
