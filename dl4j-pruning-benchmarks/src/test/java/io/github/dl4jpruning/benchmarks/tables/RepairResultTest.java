package io.github.dl4jpruning.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.examples.comparison.EvaluateOn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepairResultTest {
  private static RepairResult of(long seed, double pruned, double repaired) {
    return new RepairResult(
        "LeNet-5",
        3,
        55_000,
        seed,
        EvaluateOn.TEST,
        0.01,
        512,
        Map.of("magnitude, 90 %", new RepairResult.Errors(pruned, repaired)));
  }

  @Test
  void markdown_seeds_meansAndEach() {
    String table = RepairResult.markdown(List.of(of(2, 0.05, 0.03), of(1, 0.03, 0.02)));

    assertEquals(
        "| LeNet-5, 3 | 0.01 | test | magnitude, 90 % | 4.00 (1.41) |"
            + " 2.50 (0.71) | 1: 3.00 → 2.00, 2: 5.00 → 3.00 |",
        table.lines().skip(2).findFirst().orElseThrow());
  }

  @Test
  void markdown_oneSeed_noDeviation() {
    String table = RepairResult.markdown(List.of(of(1, 0.03, 0.02)));

    assertEquals(
        "| LeNet-5, 3 | 0.01 | test | magnitude, 90 % | 3.00 | 2.00 |" + " 1: 3.00 → 2.00 |",
        table.lines().skip(2).findFirst().orElseThrow());
  }
}
