package io.github.dl4jpruning.examples.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What each network can do and what it costs, side by side, in plain text. */
final class NetworkTable {
  private NetworkTable() {}

  /**
   * One column for each network.
   *
   * @param report with costs
   * @return lines without an end after the last one
   */
  static String of(Report report) {
    List<Report.Result> networks = new ArrayList<>(List.of(report.dense(), report.pruned()));
    List<String> head = new ArrayList<>(List.of("", "dense", "pruned"));
    if (report.fromScratch() != null) {
      networks.add(report.fromScratch());
      head.add("from scratch");
    }
    String judge = report.settings().evaluateOn().toString();
    StringBuilder text = new StringBuilder();
    line(text, head);
    row(text, judge + " accuracy", networks, result -> ResultTable.percent(result.accuracy()));
    row(text, "train accuracy", networks, result -> ResultTable.percent(result.trainAccuracy()));
    row(text, "train/" + judge + " gap", networks, result -> ResultTable.percent(result.gap()));
    row(text, "parameters", networks, result -> ResultTable.count(result.cost().parameters()));
    row(text, "MACs per image", networks, result -> ResultTable.count(result.cost().macs()));
    row(text, "file, bytes", networks, result -> ResultTable.count(result.cost().fileBytes()));
    for (Function<Cost, Cost.Latency> one :
        List.<Function<Cost, Cost.Latency>>of(Cost::batch, Cost::single)) {
      String images = imagesOf(one.apply(report.dense().cost()));
      row(text, images + ", ms", networks, result -> milliseconds(one.apply(result.cost())));
      row(text, "  images per second", networks, result -> perSecond(one.apply(result.cost())));
      row(text, "  times as fast", networks, result -> speedUp(one.apply(result.cost())));
    }
    row(text, "training time", networks, result -> ResultTable.seconds(result.trainingSeconds()));
    return text.toString().stripTrailing();
  }

  private static void row(
      StringBuilder text,
      String name,
      List<Report.Result> networks,
      Function<Report.Result, String> fact) {
    List<String> cells = new ArrayList<>(List.of(name));
    networks.stream().map(fact).forEach(cells::add);
    line(text, cells);
  }

  private static void line(StringBuilder text, List<String> cells) {
    ResultTable.line(text, "%-24s" + "  %14s".repeat(cells.size() - 1), cells.toArray());
  }

  private static String imagesOf(Cost.Latency latency) {
    return latency.images() == 1 ? "1 image" : latency.images() + " images";
  }

  private static String milliseconds(Cost.Latency latency) {
    return String.format(Locale.ROOT, "%.2f", latency.milliseconds());
  }

  private static String perSecond(Cost.Latency latency) {
    return String.format(Locale.ROOT, "%,.0f", latency.imagesPerSecond());
  }

  private static String speedUp(Cost.Latency latency) {
    return String.format(Locale.ROOT, "%.2f", latency.speedUp());
  }
}
