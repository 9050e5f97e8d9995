package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.facts.SparsityReport;
import io.github.dl4jpruning.facts.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came out, in a few numbers. */
final class ResultSection {
  /** Its only table; a page shows it as tiles. */
  static final String TABLE = "result";

  private static final String FRACTION = "fraction";
  private static final String TIMES = "times";
  private static final String SECONDS = "seconds";

  private ResultSection() {}

  static Section of(Run run) {
    List<List<Object>> rows = new ArrayList<>();
    SparsityReport sparsity = SparsityReport.of(run.model().network(), run.masks());
    rows.add(List.of("of the masked weights pruned", sparsity.sparsity(), FRACTION));
    rows.add(List.of("weights kept of " + Words.count(sparsity.weights()), sparsity.kept(), ""));
    rows.add(List.of("of all parameters pruned", sparsity.shareOfAll(), FRACTION));
    run.comparison().ifPresent(comparison -> addQuality(comparison, rows));
    if (run.comparison().isEmpty()) {
      run.courses()
          .forEach(
              (network, looks) -> {
                double last = looks.isEmpty() ? Double.NaN : looks.get(looks.size() - 1).accuracy();
                if (Double.isFinite(last)) {
                  rows.add(
                      List.of(
                          "validation accuracy, %s, last look".formatted(network), last, FRACTION));
                }
              });
    }
    List<PruningHistory.Change> changes = run.history().changes();
    if (!changes.isEmpty()) {
      rows.add(List.of("mask changes", (long) changes.size(), ""));
      double seconds = changes.stream().mapToLong(change -> change.took().toNanos()).sum() / 1e9;
      rows.add(List.of("spent on mask changes", seconds, SECONDS));
    }
    List<String> notes = new ArrayList<>();
    run.status().ifPresent(status -> notes.add(Words.sentence(status.toString())));
    run.comparison()
        .ifPresent(measured -> notes.add(Words.sentence(measured.significance().toString())));
    return new Section(
        "result",
        "What came out",
        notes,
        List.of(
            new NamedTable(TABLE, "Result", new Table(List.of("figure", "value", "unit"), rows))),
        List.of());
  }

  private static void addQuality(ModelComparison comparison, List<List<Object>> rows) {
    rows.add(List.of("accuracy, dense", comparison.dense().accuracy(), FRACTION));
    rows.add(List.of("accuracy, pruned", comparison.pruned().accuracy(), FRACTION));
    // Of networks that compute the same, a difference in time would only be noise.
    if (comparison.prunedSize().macs() < comparison.denseSize().macs()) {
      comparison
          .latency()
          .ifPresent(latency -> rows.add(List.of("as fast, measured", latency.speedUp(), TIMES)));
    }
  }

  /** A value of the table for people. */
  static String inWords(Object value, String unit) {
    double number = ((Number) value).doubleValue();
    return switch (unit) {
      case FRACTION -> Words.percent(number);
      case TIMES -> String.format(Locale.ROOT, "%.2f ×", number);
      case SECONDS -> String.format(Locale.ROOT, "%.3g s", number);
      default -> Words.of(value);
    };
  }
}
