package io.github.dl4jpruning.examples.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The closing tables, in plain text. */
final class ResultTable {
  private ResultTable() {}

  /** Everything that a run ends with. */
  static String of(Report report) {
    return String.format(
        Locale.ROOT,
        "%n%s, pruned:%n%n%s%n%n%s%n%n%s",
        report.settings().training().model().title(),
        parameters(report),
        report.dense().cost() == null ? comparison(report) : NetworkTable.of(report),
        report.settings().pruning().what() == PruningPlan.What.FILTERS
            ? "Filters are removed: the pruned network is smaller. So is the one from scratch."
            : "Zeros alone speed nothing up in ND4J: weights are zeroed, not removed.");
  }

  /**
   * What is left of each parameter.
   *
   * @return lines without an end after the last one
   */
  static String parameters(Report report) {
    Report.Totals totals = report.totals();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "layer", "shape", "parameters", "kept", "sparsity"));
    for (Report.Parameter parameter : report.parameters()) {
      rows.add(
          List.of(
              parameter.key(),
              parameter.layer(),
              parameter.shape().stream().map(String::valueOf).collect(Collectors.joining("×")),
              count(parameter.parameters()),
              count(parameter.kept()),
              parameter.masked() ? percent(parameter.sparsity()) : "-"));
    }
    rows.add(
        List.of(
            "all",
            "weights",
            "",
            count(totals.weights()),
            count(totals.keptWeights()),
            percent(totals.sparsity())));
    rows.add(
        List.of(
            "all",
            "parameters",
            "",
            count(totals.parameters()),
            count(totals.keptParameters()),
            percent(totals.sparsityOfAll())));
    int[] widths = new int[6];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      if (row == rows.get(rows.size() - 2)) {
        line(text, "%s", "-".repeat(IntStream.of(widths).sum() + 2 * (widths.length - 1)));
      }
      line(
          text,
          "%-" + widths[0] + "s  %-" + widths[1] + "s  %-" + widths[2] + "s" + "  %" + widths[3]
              + "s  %" + widths[4] + "s  %" + widths[5] + "s",
          row.toArray());
    }
    return text.toString().stripTrailing();
  }

  /**
   * The dense network beside the pruned one.
   *
   * @return lines without an end after the last one
   */
  static String comparison(Report report) {
    String row = "%-20s  %10s  %10s  %10s";
    Report.Result dense = report.dense();
    Report.Result pruned = report.pruned();
    String judge = report.settings().evaluateOn().toString();
    StringBuilder text = new StringBuilder();
    line(text, row, "", "dense", "pruned", "difference");
    for (Fact fact :
        List.of(
            new Fact(judge + " accuracy", dense.accuracy(), pruned.accuracy()),
            new Fact("train accuracy", dense.trainAccuracy(), pruned.trainAccuracy()),
            new Fact("train/" + judge + " gap", dense.gap(), pruned.gap()))) {
      line(
          text,
          row,
          fact.name(),
          percent(fact.dense()),
          percent(fact.pruned()),
          String.format(Locale.ROOT, "%+.2f", 100 * (fact.pruned() - fact.dense())));
    }
    line(
        text,
        row,
        "training time",
        seconds(dense.trainingSeconds()),
        seconds(pruned.trainingSeconds()),
        String.format(
            Locale.ROOT,
            "%+.1f %%",
            100 * (pruned.trainingSeconds() / dense.trainingSeconds() - 1)));
    return text.toString().stripTrailing();
  }

  private record Fact(String name, double dense, double pruned) {}

  static void line(StringBuilder text, String format, Object... cells) {
    text.append(String.format(Locale.ROOT, format, cells).stripTrailing()).append('\n');
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }
}
