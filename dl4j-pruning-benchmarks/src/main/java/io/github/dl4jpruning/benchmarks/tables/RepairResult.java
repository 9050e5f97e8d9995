package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.examples.comparison.EvaluateOn;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * One trained network, pruned in several ways.
 *
 * @param model its title
 * @param epochs it was trained for
 * @param trainImages how many it was trained on
 * @param seed of all of it
 * @param evaluateOn which images the errors are of
 * @param ridge of the repair
 * @param samples images that criteria and repair looked at
 * @param errors by what was done, in order
 */
record RepairResult(
    String model,
    int epochs,
    int trainImages,
    long seed,
    EvaluateOn evaluateOn,
    double ridge,
    int samples,
    Map<String, Errors> errors) {
  private static final String HEAD =
      "| network, epochs | λ | error % on | pruned at once by | pruned (s.d.) | repaired (s.d.) |"
          + " each seed, pruned → repaired |\n"
          + "| --- | ---: | --- | --- | ---: | ---: | --- |\n";

  /**
   * Errors of one way of pruning.
   *
   * @param pruned fraction of the images that it gets wrong, without any repair
   * @param repaired the same with it
   */
  record Errors(double pruned, double repaired) {}

  private String network() {
    return String.format(Locale.ROOT, "%s, %d | %s | %s", model, epochs, ridge, evaluateOn);
  }

  /** The table over seeds: a line for each network and way. */
  static String markdown(List<RepairResult> results) {
    Map<String, List<RepairResult>> networks =
        results.stream()
            .sorted(Comparator.comparing(RepairResult::seed))
            .collect(
                Collectors.groupingBy(RepairResult::network, TreeMap::new, Collectors.toList()));
    StringBuilder text = new StringBuilder(HEAD);
    networks.forEach(
        (network, seeds) ->
            seeds
                .get(0)
                .errors()
                .keySet()
                .forEach(way -> text.append(line(network, way, seeds)).append('\n')));
    return text.toString().stripTrailing();
  }

  private static String line(String network, String way, List<RepairResult> seeds) {
    List<Errors> errors = seeds.stream().map(result -> result.errors().get(way)).toList();
    String each =
        seeds.stream()
            .map(
                result -> {
                  Errors of = result.errors().get(way);
                  return String.format(
                      Locale.ROOT,
                      "%d: %.2f → %.2f",
                      result.seed(),
                      100 * of.pruned(),
                      100 * of.repaired());
                })
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s |",
        network,
        way,
        mean(errors, Errors::pruned),
        mean(errors, Errors::repaired),
        each);
  }

  private static String mean(List<Errors> errors, ToDoubleFunction<Errors> which) {
    double[] values = errors.stream().mapToDouble(e -> 100 * which.applyAsDouble(e)).toArray();
    String mean = String.format(Locale.ROOT, "%.2f", TableSummary.mean(values));
    return values.length < 2
        ? mean
        : mean + String.format(Locale.ROOT, " (%.2f)", TableSummary.deviation(values));
  }
}
