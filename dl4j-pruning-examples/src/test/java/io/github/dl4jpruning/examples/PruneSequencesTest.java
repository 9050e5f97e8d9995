package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.testing.Program;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruneSequencesTest {
  @Test
  void main_weights_pruned80PercentAndDenseSize() {
    Program program =
        Program.run(Commands.line(new PruneSequences()), "--waves", "64", "--epochs", "5");

    assertEquals(0, program.code(), program.err());
    assertTrue(program.out().startsWith("Computes with ND4J's CpuBackend"), program.out());
    List<String> lines = last(2, program);
    assertTrue(lines.get(0).endsWith(" 9,796 parameters,  9,796 of them not zero"), program.out());
    // A fifth of the 9,600 weights, and the 196 biases.
    assertTrue(lines.get(1).endsWith(" 9,796 parameters,  2,116 of them not zero"), program.out());
  }

  @Test
  void main_units_networkHasHalfOfThemAndTheSameAccuracy() {
    Program program =
        Program.run(
            Commands.line(new PruneSequences()), "--units", "--waves", "64", "--epochs", "5");

    assertEquals(0, program.code(), program.err());
    List<String> lines = last(3, program);
    assertTrue(lines.get(1).endsWith(" 9,796 parameters,  2,596 of them not zero"), program.out());
    // 24 units: (1 + 24 + 1) · 4 · 24 and (24 + 1) · 4.
    assertTrue(lines.get(2).endsWith(" 2,596 parameters,  2,596 of them not zero"), program.out());
    assertEquals(
        lines.get(1).replaceFirst("^Pruned +", "").replaceFirst(" of the.*", ""),
        lines.get(2).replaceFirst("^Made smaller +", "").replaceFirst(" of the.*", ""));
  }

  @Test
  void main_noEpochs_isOneLineAndCode2() {
    Program program = Program.run(Commands.line(new PruneSequences()), "--epochs", "0");

    assertEquals(2, program.code());
    assertEquals("--waves and --epochs must be at least 1, got 2000 and 0\n", program.err());
  }

  private static List<String> last(int count, Program program) {
    List<String> lines = program.out().lines().toList();
    return lines.subList(lines.size() - count, lines.size());
  }
}
