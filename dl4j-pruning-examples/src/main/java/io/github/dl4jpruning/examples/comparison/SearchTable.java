package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.analysis.TradeOff;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a search has tried, in plain text for a terminal of 60 columns. */
final class SearchTable {
  private SearchTable() {}

  /** One line for each network, sparsities rising; lost and error are points of a hundred. */
  static String of(TradeOff found) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("sparsity", "right", "lost", "+/-", "within", "not zero"));
    int within = found.table().columns().indexOf("within");
    for (int i = 0; i < found.points().size(); i++) {
      TradeOff.Point point = found.points().get(i);
      boolean isWithin = (boolean) found.table().rows().get(i).get(within);
      boolean dense = i == 0;
      double lost = found.dense().score() - point.score();
      rows.add(
          List.of(
              dense ? "dense" : format("%.0f %%", 100 * point.sparsity()),
              format("%.2f %%", 100 * point.score()),
              dense ? "" : format("%.2f", 100 * lost),
              dense ? "" : format("%.2f", 100 * point.standardError()),
              dense ? "" : isWithin ? "yes" : "no",
              format("%,d", point.nonZeros())));
    }
    return TextTable.of(1, rows);
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
