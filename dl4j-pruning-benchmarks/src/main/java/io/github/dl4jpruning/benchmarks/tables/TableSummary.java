package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The Markdown table over many runs: one line per network and sparsity. */
final class TableSummary {
  private static final String HEAD =
      "| network | epochs | sparsity | how | weights kept | error % on | seeds | mean | s.d. | each"
          + " seed | minus dense, paired (s.e.) | train error % | minutes |";
  private static final String RULE =
      "| --- | ---: | ---: | --- | ---: | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |";

  private static final String COST_HEAD =
      " parameters | MACs, M | times fewer | file, bytes | 64 images, times as fast | 1 image |";
  private static final String COST_RULE = " ---: | ---: | ---: | ---: | ---: | ---: |";

  private TableSummary() {}

  /**
   * Writes the table. Runs are paired with the dense run of the same network, seed and judge.
   *
   * @param runs in any order
   * @return Markdown
   */
  static String markdown(List<TableRun> runs) {
    Map<String, List<TableRun>> lines = new TreeMap<>();
    for (TableRun run : runs) {
      lines.computeIfAbsent(key(run, run.settings().sparsity()), k -> new ArrayList<>()).add(run);
    }
    boolean costs = runs.stream().allMatch(run -> run.cost() != null);
    StringBuilder text = new StringBuilder();
    text.append(HEAD).append(costs ? COST_HEAD : "").append('\n');
    text.append(RULE).append(costs ? COST_RULE : "").append('\n');
    lines.forEach(
        (key, members) ->
            text.append(line(members, runs))
                .append(costs ? costs(members, runs) : "")
                .append('\n'));
    return text.toString();
  }

  /** What the networks cost; the same for all seeds, but for the time, which is a mean. */
  private static String costs(List<TableRun> members, List<TableRun> all) {
    TableRun first = members.get(0);
    return String.format(
        Locale.ROOT,
        " %d | %.2f | %s | %d | %.2f | %.2f |",
        first.cost().parameters(),
        first.cost().macs() / 1e6,
        denseOf(first, all)
            .map(
                dense ->
                    String.format(
                        Locale.ROOT, "%.2f", (double) dense.cost().macs() / first.cost().macs()))
            .orElse(""),
        first.cost().fileBytes(),
        mean(members.stream().mapToDouble(run -> run.cost().batch().speedUp()).toArray()),
        mean(members.stream().mapToDouble(run -> run.cost().single().speedUp()).toArray()));
  }

  private static String line(List<TableRun> members, List<TableRun> all) {
    members.sort(Comparator.comparing(run -> run.settings().training().seed()));
    TableRun.Settings settings = members.get(0).settings();
    double[] errors = members.stream().mapToDouble(run -> 100 * run.error()).toArray();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %s | %d | %s | %d | %.2f | %s | %s | %s | %.2f | %.1f |",
        settings.training().model().title(),
        settings.training().epochs(),
        settings.isDense()
            ? "dense"
            : String.format(Locale.ROOT, "%.1f %%", 100 * settings.sparsity()),
        settings.way(),
        members.get(0).kept(),
        settings.evaluateOn(),
        errors.length,
        mean(errors),
        errors.length > 1 ? String.format(Locale.ROOT, "%.3f", deviation(errors)) : "",
        members.stream()
            .map(
                run ->
                    String.format(
                        Locale.ROOT,
                        "%d: %.2f",
                        run.settings().training().seed(),
                        100 * run.error()))
            .collect(Collectors.joining(", ")),
        settings.isDense() ? "" : paired(members, all),
        mean(members.stream().mapToDouble(run -> 100 * run.trainError()).toArray()),
        mean(members.stream().mapToDouble(run -> run.seconds() / 60).toArray()));
  }

  private static String paired(List<TableRun> members, List<TableRun> all) {
    double[] differences =
        members.stream()
            .flatMap(
                run -> denseOf(run, all).map(dense -> 100 * (run.error() - dense.error())).stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    if (differences.length == 0) {
      return "";
    }
    String difference = String.format(Locale.ROOT, "%+.2f", mean(differences));
    return differences.length == 1
        ? difference
        : String.format(
            Locale.ROOT,
            "%s (%.3f)",
            difference,
            deviation(differences) / Math.sqrt(differences.length));
  }

  private static Optional<TableRun> denseOf(TableRun run, List<TableRun> all) {
    return all.stream().filter(other -> run.settings().isPairedWith(other.settings())).findFirst();
  }

  private static String key(TableRun run, double sparsity) {
    TrainingPlan training = run.settings().training();
    return String.format(
        Locale.ROOT,
        "%s %s %4d %s %.9f %s",
        run.settings().evaluateOn(),
        training.model().title(),
        training.epochs(),
        training.learningRate(),
        sparsity,
        run.settings().way());
  }

  static double mean(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Sample standard deviation, divided by n − 1; of two values or more. */
  static double deviation(double... values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1));
  }
}
