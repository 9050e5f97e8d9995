package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  @Test
  void of_report_alignsColumns() {
    String expected =
        """

        LeNet-5, pruned:

                layer         shape             parameters        kept   sparsity
        0_W     convolution   20×1×5×5                 500         412    17.60 %
        0_b     convolution   20                        20          20          -
        4_W     dense         800×500              400,000      39,650    90.09 %
        -------------------------------------------------------------------------
        all     weights                            400,500      40,062    90.00 %
        all     parameters                         400,520      40,082    89.99 %

                                   dense      pruned  difference
        test accuracy            99.00 %     98.50 %       -0.50
        train accuracy           99.95 %     98.80 %       -1.15
        train/test gap            0.95 %      0.30 %       -0.65
        training time             50.0 s      51.2 s      +2.4 %

        Zeros alone speed nothing up in ND4J: weights are zeroed, not removed.""";

    assertEquals(expected, ResultTable.of(report()).replace(System.lineSeparator(), "\n"));
  }

  private static Report report() {
    return new Report(
        "2026-01-02T03:04:05Z",
        new Report.Settings(
            "drawn",
            EvaluateOn.TEST,
            new TrainingPlan(LeNet.LENET5, 2, 64, 0.001, 0.0001, 1),
            new PruningPlan(
                0.9,
                PruningPlan.Rise.CUBIC,
                PruningPlan.Split.GLOBAL,
                PruningPlan.Score.MAGNITUDE,
                Method.PRUNE,
                0.2,
                0.7,
                50)),
        new Report.Data("drawn-digits", "train", "test", 9_000, 1_000, 2_000, 2_000),
        282,
        new Report.Result(0.99, 0.9995, 0.0095, 50, List.of()),
        new Report.Result(0.985, 0.988, 0.003, 51.2, List.of()),
        List.of(
            new Report.Parameter(
                "0_W", "convolution", List.of(20L, 1L, 5L, 5L), 500, 412, 0.176, true),
            new Report.Parameter("0_b", "convolution", List.of(20L), 20, 20, 0, false),
            new Report.Parameter(
                "4_W", "dense", List.of(800L, 500L), 400_000, 39_650, 0.900875, true)),
        new Report.Totals(400_500, 40_062, 0.89997, 400_520, 40_082, 0.899925),
        List.of(),
        new Versions("development", "1.0.0-M2.1", "CpuBackend (CPU)", "17", 1, "Linux"));
  }
}
