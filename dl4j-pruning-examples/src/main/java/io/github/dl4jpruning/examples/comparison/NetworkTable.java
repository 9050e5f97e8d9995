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
    Sheet sheet = new Sheet(networks);
    sheet.add(judge + " accuracy", result -> ResultTable.percent(result.accuracy()));
    sheet.add("train accuracy", result -> ResultTable.percent(result.trainAccuracy()));
    sheet.add("train/" + judge + " gap", result -> ResultTable.percent(result.gap()));
    sheet.add("parameters", result -> ResultTable.count(result.cost().parameters()));
    sheet.add("MACs per image", result -> ResultTable.count(result.cost().macs()));
    sheet.add("DL4J's zip, bytes", result -> ResultTable.count(result.files().zip()));
    sheet.add("small file, bytes", result -> ResultTable.count(result.files().small()));
    for (Function<Cost, Cost.Latency> one :
        List.<Function<Cost, Cost.Latency>>of(Cost::batch, Cost::single)) {
      String images = imagesOf(one.apply(report.dense().cost()));
      sheet.add(images + ", ms", result -> milliseconds(one.apply(result.cost())));
      sheet.add("  CPU, ms", result -> cpu(one.apply(result.cost())));
      sheet.add("  images per second", result -> perSecond(one.apply(result.cost())));
      sheet.add("  times as fast", result -> speedUp(one.apply(result.cost())));
    }
    sheet.add("training time", result -> ResultTable.seconds(result.trainingSeconds()));
    sheet.rows().add(0, head);
    return TextTable.of(1, sheet.rows());
  }

  /** One row for each fact. */
  private record Sheet(List<Report.Result> networks, List<List<String>> rows) {
    Sheet(List<Report.Result> networks) {
      this(networks, new ArrayList<>());
    }

    void add(String name, Function<Report.Result, String> fact) {
      List<String> cells = new ArrayList<>(List.of(name));
      networks.stream().map(fact).forEach(cells::add);
      rows.add(cells);
    }
  }

  private static String imagesOf(Cost.Latency latency) {
    return latency.images() == 1 ? "1 image" : latency.images() + " images";
  }

  private static String milliseconds(Cost.Latency latency) {
    return String.format(Locale.ROOT, "%.2f", latency.milliseconds());
  }

  private static String cpu(Cost.Latency latency) {
    return latency.cpuMilliseconds() == null
        ? "unknown"
        : String.format(Locale.ROOT, "%.2f", latency.cpuMilliseconds());
  }

  private static String perSecond(Cost.Latency latency) {
    return String.format(Locale.ROOT, "%,.0f", latency.imagesPerSecond());
  }

  private static String speedUp(Cost.Latency latency) {
    return String.format(Locale.ROOT, "%.2f", latency.speedUp());
  }
}
