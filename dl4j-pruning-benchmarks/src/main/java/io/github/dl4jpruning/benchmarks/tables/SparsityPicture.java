package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.reporting.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runs of one network as a picture: mean error over sparsity, a line for each way of pruning,
 * the dense network's mean plus and minus its standard deviation, and what papers have published.
 */
public final class SparsityPicture {
  /** LeNet-5's: sparsity and test error, both in percent. */
  private static final Map<String, double[]> PUBLISHED = new LinkedHashMap<>();

  static {
    PUBLISHED.put("Han et al. 2015", new double[] {92, 0.77});
    PUBLISHED.put("SNIP, Lee et al. 2019", new double[] {98, 0.8});
    PUBLISHED.put("surgery, Guo et al. 2016", new double[] {99.1, 0.91});
    PUBLISHED.put("Sparse VD, Molchanov et al. 2017", new double[] {99.6, 0.8});
  }

  private SparsityPicture() {}

  /**
   * Draws LeNet-5.
   *
   * @param args the folder of the table's runs, and the picture's file
   * @throws IOException if a file can't be read or written, or there is no run
   */
  public static void main(String... args) throws IOException {
    Map<String, List<double[]>> lines =
        lines(TableOptions.readAll(Path.of(args[0]), TableRun.class));
    PUBLISHED.forEach((paper, point) -> lines.put(paper, List.of(point)));
    Figure figure =
        Figure.ofLines(
                "sparsity",
                "LeNet-5 on MNIST: test error over sparsity",
                "weights pruned, %",
                "test error, %",
                lines)
            .orElseThrow(() -> new IOException("No runs in " + args[0]));
    Files.writeString(Path.of(args[1]), figure.svg());
  }

  /** Points of sparsity and mean error, both in percent, by what was done. */
  static Map<String, List<double[]>> lines(List<TableRun> runs) {
    Map<String, Map<Double, List<Double>>> errors = new TreeMap<>();
    for (TableRun run : runs) {
      errors
          .computeIfAbsent(run.settings().way(), way -> new TreeMap<>())
          .computeIfAbsent(100 * run.settings().sparsity(), sparsity -> new ArrayList<>())
          .add(100 * run.error());
    }
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    Map<Double, List<Double>> dense = errors.remove("");
    double most = errors.values().stream().mapToDouble(SparsityPicture::largest).max().orElse(100);
    if (dense != null) {
      double[] all = dense.get(0.0).stream().mapToDouble(Double::doubleValue).toArray();
      double mean = TableSummary.mean(all);
      double deviation = all.length > 1 ? TableSummary.deviation(all) : 0;
      double least = errors.values().stream().mapToDouble(SparsityPicture::least).min().orElse(0);
      lines.put(
          "dense, mean + s.d.",
          List.of(new double[] {least, mean + deviation}, new double[] {most, mean + deviation}));
      lines.put(
          "dense, mean − s.d.",
          List.of(new double[] {least, mean - deviation}, new double[] {most, mean - deviation}));
    }
    errors.forEach(
        (way, bySparsity) ->
            lines.put(
                way,
                bySparsity.entrySet().stream()
                    .map(point -> new double[] {point.getKey(), mean(point.getValue())})
                    .toList()));
    return lines;
  }

  private static double mean(List<Double> values) {
    return TableSummary.mean(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double largest(Map<Double, ?> bySparsity) {
    return bySparsity.keySet().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private static double least(Map<Double, ?> bySparsity) {
    return bySparsity.keySet().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }
}
