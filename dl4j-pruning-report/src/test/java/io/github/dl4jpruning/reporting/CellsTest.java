package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.facts.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {
  @Test
  void rows_parameters_arePercentagesAndWords() {
    NamedTable table =
        table(
            "parameters",
            List.of("parameter", "kept", "sparsity", "masked"),
            List.of(List.of("0_W", 8L, 0.6, true), List.of("0_b", 20L, 0.0, false)));

    assertEquals(
        List.of(List.of("0_W", 8L, "60.00 %", "yes"), List.of("0_b", 20L, "–", "no")),
        Cells.rows(table));
  }

  @Test
  void rows_quality_differencesArePoints() {
    NamedTable table =
        table(
            "quality",
            List.of("figure", "how", "dense", "pruned", "difference"),
            List.of(
                List.of("accuracy", "measured", 0.98, 0.975, -0.005),
                List.of("accuracy, class 3", "measured", Double.NaN, Double.NaN, Double.NaN)));

    assertEquals(
        List.of(
            List.of("accuracy", "measured", "98.00 %", "97.50 %", "-0.50 points"),
            List.of("accuracy, class 3", "measured", "NaN", "NaN", "NaN")),
        Cells.rows(table));
  }

  @Test
  void rows_otherNumbers_stayNumbers() {
    NamedTable table =
        table(
            "costs",
            List.of("figure", "ratio"),
            List.of(List.of("parameters", 0.25), List.of("x", 3L)));

    assertEquals(table.table().rows(), Cells.rows(table));
  }

  @Test
  void heads_sensitivity_arePercentages() {
    List<String> columns = List.of("parameter", "weights", "0.0", "0.5");

    assertEquals(
        List.of("parameter", "weights", "0.00 %", "50.00 %"),
        Cells.heads(table("sensitivity", columns, List.of())));
    assertEquals(columns, Cells.heads(table("costs", columns, List.of())));
  }

  @Test
  void csv_formulas_areText() {
    Table table =
        new Table(
            List.of("=head", "value"),
            List.of(
                List.of("=HYPERLINK(\"http://x\",1)", -1.5),
                List.of("+1", 1L),
                List.of("@SUM(A1)", true),
                List.of("-2+3", ""),
                List.of("\t=1", 0.5),
                List.of("a=b", "0_W")));

    assertEquals(
        """
        '=head,value
        "'=HYPERLINK(""http://x"",1)",-1.5
        '+1,1
        '@SUM(A1),true
        '-2+3,
        '\t=1,0.5
        a=b,0_W
        """
            .replace("\n", "\r\n"),
        CsvText.of(table));
  }

  /** None is alone in the last line. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "5, 5", "6, 6", "7, 4", "8, 4", "9, 3", "10, 5", "11, 6", "13, 5"})
  void columns_tiles_leaveNoOrphan(int tiles, int columns) {
    assertEquals(columns, Tiles.columns(tiles));
  }

  private static NamedTable table(String id, List<String> columns, List<List<Object>> rows) {
    return new NamedTable(id, id, new Table(columns, rows));
  }
}
