package io.github.dl4jpruning.examples.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The closing tables, in plain text. */
final class ResultTable {
  private ResultTable() {}

  /** Everything that a run ends with; columns are the terminal's. */
  static String of(Report report, int columns) {
    return String.format(
        Locale.ROOT,
        "%n%s, pruned:%n%n%s%n%n%s%n%n"
            + (report.settings().pruning().what() == PruningPlan.What.FILTERS
                ? "Filters are removed: the pruned network is smaller.%nSo is the one from scratch."
                : "Zeros alone speed nothing up in ND4J:%nweights are zeroed, not removed."),
        report.settings().training().model().title(),
        parameters(report, columns),
        report.dense().cost() == null ? comparison(report) : NetworkTable.of(report));
  }

  /**
   * What is left of each parameter; in a narrow terminal without its kind of layer and its shape.
   *
   * @return lines without an end after the last one
   */
  static String parameters(Report report, int columns) {
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
    rows.add(List.of());
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
    String whole = TextTable.of(3, rows);
    if (TextTable.fits(whole, columns)) {
      return whole;
    }
    String narrow = TextTable.of(2, rows.stream().map(row -> without(List.of(1), row)).toList());
    return TextTable.fits(narrow, columns)
        ? narrow
        : TextTable.of(1, rows.stream().map(row -> without(List.of(1, 2), row)).toList());
  }

  /** Without some cells; of the sums, which have no shape, the name is kept. */
  private static List<String> without(List<Integer> columns, List<String> row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      if (!columns.contains(i)) {
        cells.add(row.get(i));
      }
    }
    if (!row.isEmpty() && row.get(2).isEmpty()) {
      cells.set(0, row.get(0) + " " + row.get(1));
    }
    return cells;
  }

  /**
   * The dense network beside the pruned one.
   *
   * @return lines without an end after the last one
   */
  static String comparison(Report report) {
    Report.Result dense = report.dense();
    Report.Result pruned = report.pruned();
    String judge = report.settings().evaluateOn().toString();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "dense", "pruned", "difference"));
    for (Fact fact :
        List.of(
            new Fact(judge + " accuracy", dense.accuracy(), pruned.accuracy()),
            new Fact("train accuracy", dense.trainAccuracy(), pruned.trainAccuracy()),
            new Fact("train/" + judge + " gap", dense.gap(), pruned.gap()))) {
      rows.add(
          List.of(
              fact.name(),
              percent(fact.dense()),
              percent(fact.pruned()),
              String.format(Locale.ROOT, "%+.2f", 100 * (fact.pruned() - fact.dense()))));
    }
    rows.add(sizes("DL4J's zip, bytes", dense.files().zip(), pruned.files().zip()));
    rows.add(sizes("small file, bytes", dense.files().small(), pruned.files().small()));
    rows.add(
        List.of(
            "training time",
            seconds(dense.trainingSeconds()),
            seconds(pruned.trainingSeconds()),
            change(dense.trainingSeconds(), pruned.trainingSeconds())));
    return TextTable.of(1, rows);
  }

  private static List<String> sizes(String name, long dense, long pruned) {
    return List.of(name, count(dense), count(pruned), change((double) dense, (double) pruned));
  }

  private static String change(double dense, double pruned) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * (pruned / dense - 1));
  }

  private record Fact(String name, double dense, double pruned) {}

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
