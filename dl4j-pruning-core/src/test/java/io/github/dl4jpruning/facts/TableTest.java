package io.github.dl4jpruning.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Table TABLE =
      new Table(
          List.of("name", "count", "share"),
          List.of(List.of("a|b, \"c\"", 12L, 1 / 3.0), List.of("d", 7L, 0.0)));

  @Test
  void text_numbers_onTheRightInSixDigits() {
    assertEquals(
        """
        name      count     share
        a|b, "c"     12  0.333333
        d             7         0"""
            .replace("\n", System.lineSeparator()),
        TABLE.text());
    assertEquals(TABLE.text(), TABLE.toString());
  }

  @Test
  void markdown_bars_areEscaped() {
    assertEquals(
        """
        | name | count | share |
        | --- | ---: | ---: |
        | a\\|b, "c" | 12 | 0.333333 |
        | d | 7 | 0 |"""
            .replace("\n", System.lineSeparator()),
        TABLE.markdown());
  }

  @Test
  void csv_quotesAndCommas_areQuoted() {
    assertEquals(
        "name,count,share\r\n\"a|b, \"\"c\"\"\",12,0.3333333333333333\r\nd,7,0.0\r\n", TABLE.csv());
  }

  @Test
  void json_rows_areObjects() {
    assertEquals(
        """
        [ {
          "name" : "a|b, \\"c\\"",
          "count" : 12,
          "share" : 0.3333333333333333
        }, {
          "name" : "d",
          "count" : 7,
          "share" : 0.0
        } ]"""
            .replace("\n", System.lineSeparator()),
        TABLE.json());
  }

  @Test
  void new_shortRow_throws() {
    assertEquals(
        "A row needs 2 values, for [a, b], got [1]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Table(List.of("a", "b"), List.of(List.of(1))))
            .getMessage());
  }

  @Test
  void csv_textsThatSpreadsheetsRun_areTakenApart() {
    Table table = new Table(List.of("layer", "n"), List.of(List.of("=1+1", -2), List.of("@x", 3)));

    assertEquals("layer,n\r\n'=1+1,-2\r\n'@x,3\r\n", table.csv());
  }
}
