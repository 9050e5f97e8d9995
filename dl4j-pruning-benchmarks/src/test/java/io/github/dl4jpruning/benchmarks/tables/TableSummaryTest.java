package io.github.dl4jpruning.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.examples.comparison.EvaluateOn;
import io.github.dl4jpruning.examples.comparison.Method;
import io.github.dl4jpruning.examples.comparison.PruningPlan;
import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.console.Versions;
import io.github.dl4jpruning.examples.data.Augmentation;
import io.github.dl4jpruning.examples.networks.LeNet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableSummaryTest {
  @Test
  void markdown_severalSeeds_pairsWithDense() {
    String table =
        TableSummary.markdown(
            List.of(
                run(2, 0.98, 0.0210),
                run(1, 0.98, 0.0200),
                run(1, null, 0.0180),
                run(2, null, 0.0184)));

    assertEquals(
        """
        | network | epochs | sparsity | how | weights kept | error % on | seeds | mean | s.d. | each seed | minus dense, paired (s.e.) | train error % | minutes |
        | --- | ---: | ---: | --- | ---: | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |
        | LeNet-300-100 | 25 | dense |  | 5324 | test | 2 | 1.82 | 0.028 | 1: 1.80, 2: 1.84 |  | 0.10 | 2.0 |
        | LeNet-300-100 | 25 | 98.0 % | prune global magnitude | 5324 | test | 2 | 2.05 | 0.071 | 1: 2.00, 2: 2.10 | +0.23 (0.030) | 0.10 | 2.0 |
        """,
        table.replace(System.lineSeparator(), "\n"));
  }

  @Test
  void markdown_oneSeedWithoutDense_leavesCellsEmpty() {
    assertEquals(
        "| LeNet-300-100 | 25 | 98.0 % | prune global magnitude | 5324 | test | 1 | 2.00 |  | 1: 2.00 |  | 0.10 | 2.0 |",
        TableSummary.markdown(List.of(run(1, 0.98, 0.02))).lines().toList().get(2));
  }

  @Test
  void deviation_ofASample() {
    assertEquals(2, TableSummary.mean(1, 2, 3));
    assertEquals(1, TableSummary.deviation(1, 2, 3));
  }

  static TableRun run(long seed, Double sparsity, double error) {
    PruningPlan pruning =
        sparsity == null
            ? null
            : new PruningPlan(
                PruningPlan.What.WEIGHTS,
                sparsity,
                PruningPlan.Rise.CUBIC,
                PruningPlan.Split.GLOBAL,
                PruningPlan.Score.MAGNITUDE,
                Method.PRUNE,
                0.1,
                0.6,
                50);
    return new TableRun(
        new TableRun.Settings(
            new TrainingPlan(LeNet.LENET300, 25, 64, 0.001, 0.0001, seed),
            pruning,
            EvaluateOn.TEST,
            60_000,
            false,
            Augmentation.NONE),
        error,
        0.001,
        266_200,
        5_324,
        120,
        new Versions("development", "1.0.0-M2.1", "CpuBackend (CPU)", "17", 1, "Linux"),
        null);
  }
}
