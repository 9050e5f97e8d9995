package io.github.dl4jpruning.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalWidthTest {
  @ParameterizedTest
  @CsvSource({"60, 60", "'', 80", "wide, 80", "-1, 80", "0, 80", "99999, 80", "5, 20"})
  void columns_environment_goesBeforeTheTerminal(String environment, int columns) {
    assertEquals(columns, TerminalWidth.columns(Map.of("COLUMNS", environment), () -> 80));
  }
}
