package io.github.dl4jpruning.examples.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.examples.console.Versions;
import io.github.dl4jpruning.examples.data.Augmentation;
import io.github.dl4jpruning.examples.networks.CifarNet;
import io.github.dl4jpruning.examples.networks.LeNet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  @Test
  void of_report_alignsColumns() {
    String expected =
        """

        LeNet-5, pruned:

             layer        shape     parameters    kept  sparsity
        0_W  convolution  20×1×5×5         500     412   17.60 %
        0_b  convolution  20                20      20         -
        4_W  dense        800×500      400,000  39,650   90.09 %
        --------------------------------------------------------
        all  weights                   400,500  40,062   90.00 %
        all  parameters                400,520  40,082   89.99 %

                               dense   pruned  difference
        test accuracy        99.00 %  98.50 %       -0.50
        train accuracy       99.95 %  98.80 %       -1.15
        train/test gap        0.95 %   0.30 %       -0.65
        DL4J's zip, bytes  1,723,456  412,345     -76.1 %
        small file, bytes  1,600,000  160,000     -90.0 %
        training time         50.0 s   51.2 s      +2.4 %

        Zeros alone speed nothing up in ND4J:
        weights are zeroed, not removed.""";

    assertEquals(expected, ResultTable.of(report(), 60).replace(System.lineSeparator(), "\n"));
  }

  @Test
  void parameters_narrowTerminal_leavesOutLayersThenShapes() {
    assertEquals(
        """
                        shape     parameters    kept  sparsity
        0_W             20×1×5×5         500     412   17.60 %
        0_b             20                20      20         -
        4_W             800×500      400,000  39,650   90.09 %
        ------------------------------------------------------
        all weights                  400,500  40,062   90.00 %
        all parameters               400,520  40,082   89.99 %""",
        ResultTable.parameters(report(), 55).replace(System.lineSeparator(), "\n"));
    assertEquals(
        """
                        parameters    kept  sparsity
        0_W                    500     412   17.60 %
        0_b                     20      20         -
        4_W                400,000  39,650   90.09 %
        --------------------------------------------
        all weights        400,500  40,062   90.00 %
        all parameters     400,520  40,082   89.99 %""",
        ResultTable.parameters(report(), 50).replace(System.lineSeparator(), "\n"));
  }

  @Test
  void of_reportWithCosts_putsNetworksSideBySide() {
    Report weights = report();
    Report.Settings settings = weights.settings();
    Report.Result dense = result(0.7, 100_000, 3_000_000, 60, 1);
    Report filters =
        new Report(
            weights.startedAt(),
            new Report.Settings(
                "cifar10",
                EvaluateOn.TEST,
                new TrainingPlan(CifarNet.CNN, 2, 64, 0.001, 0.0001, 1),
                new PruningPlan(
                    PruningPlan.What.FILTERS,
                    0.5,
                    PruningPlan.Rise.CUBIC,
                    PruningPlan.Split.UNIFORM,
                    PruningPlan.Score.MAGNITUDE,
                    Method.PRUNE,
                    0.1,
                    0.4,
                    50),
                settings.augmentation()),
            weights.data(),
            weights.iterations(),
            dense,
            result(0.69, 27_000, 900_000, 30, 2),
            result(0.66, 27_000, 900_000, 30, 2),
            weights.parameters(),
            weights.totals(),
            List.of(),
            weights.versions());
    String expected =
        """
                                 dense   pruned  from scratch
        test accuracy          70.00 %  69.00 %       66.00 %
        train accuracy         99.95 %  99.95 %       99.95 %
        train/test gap          0.95 %   0.95 %        0.95 %
        parameters             100,000   27,000        27,000
        MACs per image       3,000,000  900,000       900,000
        DL4J's zip, bytes      123,456  123,456       123,456
        small file, bytes       45,678   45,678        45,678
        64 images, ms            60.00    30.00         30.00
          CPU, ms               120.00    60.00         60.00
          images per second      1,067    2,133         2,133
          times as fast           1.00     2.00          2.00
        1 image, ms               6.00     3.00          3.00
          CPU, ms              unknown  unknown       unknown
          images per second        167      333           333
          times as fast           1.00     1.50          1.50
        training time           50.0 s   50.0 s        50.0 s

        Filters are removed: the pruned network is smaller.
        So is the one from scratch.""";
    String text = ResultTable.of(filters, 60).replace(System.lineSeparator(), "\n");
    assertTrue(text.endsWith("\n\n" + expected), text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 60), text);
  }

  private static Report.Result result(
      double accuracy, long parameters, long macs, double milliseconds, double speedUp) {
    return new Report.Result(
        accuracy,
        0.9995,
        0.0095,
        50,
        List.of(),
        new Report.Files(123_456, 45_678),
        new Cost(
            parameters,
            macs,
            123_456,
            new Cost.Latency(64, milliseconds, 2 * milliseconds, 64_000 / milliseconds, speedUp),
            new Cost.Latency(
                1, milliseconds / 10, null, 10_000 / milliseconds, (1 + speedUp) / 2)));
  }

  private static Report report() {
    return new Report(
        "2026-01-02T03:04:05Z",
        new Report.Settings(
            "drawn",
            EvaluateOn.TEST,
            new TrainingPlan(LeNet.LENET5, 2, 64, 0.001, 0.0001, 1),
            new PruningPlan(
                PruningPlan.What.WEIGHTS,
                0.9,
                PruningPlan.Rise.CUBIC,
                PruningPlan.Split.GLOBAL,
                PruningPlan.Score.MAGNITUDE,
                Method.PRUNE,
                0.2,
                0.7,
                50),
            Augmentation.NONE),
        new Report.Data("drawn-digits", "train", "test", 9_000, 1_000, 2_000, 2_000),
        282,
        new Report.Result(
            0.99, 0.9995, 0.0095, 50, List.of(), new Report.Files(1_723_456, 1_600_000), null),
        new Report.Result(
            0.985, 0.988, 0.003, 51.2, List.of(), new Report.Files(412_345, 160_000), null),
        null,
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
