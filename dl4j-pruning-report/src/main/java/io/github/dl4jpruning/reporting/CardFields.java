package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.analysis.Footprint;
import io.github.dl4jpruning.analysis.McNemar;
import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.analysis.Proportion;
import io.github.dl4jpruning.analysis.Significance;
import io.github.dl4jpruning.facts.SparsityReport;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is on a model card, from what is known of a run. */
final class CardFields {
  private final Run run;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<String> notMeasured = new ArrayList<>();

  private CardFields(Run run) {
    this.run = run;
  }

  /**
   * Gathers.
   *
   * @param document of the same run
   * @param file of the network, if it is saved; only its name is noted
   */
  static Map<String, Object> of(Run run, ReportDocument document, Optional<Path> file) {
    CardFields card = new CardFields(run);
    card.fields.put("network", document.network());
    card.fields.put("writtenAt", document.writtenAt().toString());
    card.addOrigin();
    card.addSizes();
    card.addQuality();
    file.ifPresent(card::addLoading);
    run.status().ifPresent(status -> card.fields.put("warnings", status.warnings()));
    card.fields.put("notMeasured", card.notMeasured);
    return card.fields;
  }

  private void addOrigin() {
    Map<String, Object> settings = new LinkedHashMap<>();
    AskedSection.settings(run.facts(), run.recipe())
        .rows()
        .forEach(row -> settings.put(row.get(0).toString(), row.get(1)));
    fields.put("recipe", settings);
    SparsityReport sparsity = SparsityReport.of(run.model().network(), run.masks());
    Map<String, Object> pruned = new LinkedHashMap<>();
    pruned.put("weights", sparsity.weights());
    pruned.put("kept", sparsity.kept());
    pruned.put("sparsity", sparsity.sparsity());
    pruned.put("sparsityOfAllParameters", sparsity.shareOfAll());
    fields.put("pruned", pruned);
  }

  private void addSizes() {
    Optional<Footprint> before =
        run.comparison()
            .map(ModelComparison::denseSize)
            .or(() -> run.before().flatMap(CardFields::footprint));
    Optional<Footprint> now =
        run.comparison().map(ModelComparison::prunedSize).or(() -> footprint(run.model()));
    before.ifPresentOrElse(
        size -> fields.put("prunedFrom", sizes(size)),
        () -> notMeasured.add("the network that it was pruned from: it was not given"));
    now.ifPresentOrElse(
        size -> fields.put("size", sizes(size)),
        () -> notMeasured.add("sizes: the configuration does not tell those of the inputs"));
  }

  private static Optional<Footprint> footprint(PrunableModel model) {
    return MacCount.ifKnown(model).map(known -> Footprint.of(model.network()));
  }

  private static Map<String, Object> sizes(Footprint of) {
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put("parameters", of.parameters());
    sizes.put("nonZeroParameters", of.nonZeros());
    sizes.put("fileBytes", of.fileBytes());
    sizes.put("dl4jFileBytes", of.dl4jFileBytes());
    sizes.put("multiplyAccumulates", of.macs());
    return sizes;
  }

  private void addQuality() {
    if (run.comparison().isEmpty()) {
      notMeasured.add("accuracy, and where it got worse: no comparison with a dense network");
      return;
    }
    ModelComparison comparison = run.comparison().get();
    Significance found = comparison.significance();
    McNemar all = found.all();
    Map<String, Object> accuracy = new LinkedHashMap<>();
    accuracy.put("verdict", Words.sentence(found.toString()));
    accuracy.put("examples", all.examples());
    add(accuracy, "accuracy", all.pruned());
    add(accuracy, "denseAccuracy", all.dense());
    accuracy.put("difference", all.difference());
    accuracy.put("differenceFrom", all.differenceLow());
    accuracy.put("differenceTo", all.differenceHigh());
    accuracy.put("p", all.pValue());
    accuracy.put("calibrationError", comparison.pruned().calibrationError());
    accuracy.put("denseCalibrationError", comparison.dense().calibrationError());
    fields.put("accuracy", accuracy);
    fields.put("worseClasses", worseClasses(found));
    comparison
        .robustness()
        .ifPresentOrElse(
            noise ->
                fields.put(
                    "worseUnderNoise",
                    noise.rows().stream()
                        .filter(row -> row.pruned() < row.dense())
                        .map(row -> fact("noise", row.noise(), row.dense(), row.pruned()))
                        .toList()),
            () -> notMeasured.add("how it stands noise: no Robustness in the comparison"));
    comparison
        .latency()
        .ifPresentOrElse(
            time -> {
              Map<String, Object> times = new LinkedHashMap<>();
              time.rows()
                  .forEach(
                      row -> times.put("%s, %s".formatted(row.figure(), row.how()), row.after()));
              fields.put("time", times);
            },
            () -> notMeasured.add("time: no LatencyComparison in the comparison"));
  }

  private static void add(Map<String, Object> to, String name, Proportion proportion) {
    to.put(name, proportion.value());
    to.put(name + "From", proportion.low());
    to.put(name + "To", proportion.high());
  }

  /** By more than chance, for their number. */
  private static List<Map<String, Object>> worseClasses(Significance found) {
    List<Map<String, Object>> worse = new ArrayList<>();
    for (int c : found.worse()) {
      McNemar test = found.perClass().get(c);
      Map<String, Object> row = fact("class", c, test.dense().value(), test.pruned().value());
      row.put("adjustedP", found.adjusted().get(c));
      worse.add(row);
    }
    return worse;
  }

  private static Map<String, Object> fact(String of, Object name, double dense, double pruned) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(of, name);
    row.put("denseAccuracy", dense);
    row.put("accuracy", pruned);
    return row;
  }

  private void addLoading(Path file) {
    String name = file.getFileName().toString();
    Map<String, Object> loading = new LinkedHashMap<>();
    loading.put("file", name);
    loading.put("code", code(name));
    fields.put("loading", loading);
  }

  private String code(String name) {
    String path = "Path.of(\"%s\")".formatted(name.replace("\\", "\\\\").replace("\"", "\\\""));
    if (name.endsWith(".dlp")) {
      return "PrunedModelFile.read(%s).network()".formatted(path);
    }
    String kind = run.model().network().getClass().getSimpleName();
    return name.endsWith(".zip")
        ? "ModelSerializer.restore%s(%s.toFile())".formatted(kind, path)
        : "by a runtime that reads this format";
  }
}
