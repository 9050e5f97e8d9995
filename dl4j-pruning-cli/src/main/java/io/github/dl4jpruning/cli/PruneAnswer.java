package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.Grid;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.facts.SparsityReport;
import io.github.dl4jpruning.repair.Repaired;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What pruning has done.
 *
 * @param saved the network that was read
 * @param output where the pruned one is
 * @param bytes of that file
 * @param report what is pruned
 * @param before accuracy on the data; empty without
 * @param after likewise, pruned
 * @param tuned likewise, fine-tuned
 * @param repaired what a repair has done; empty without
 * @param warnings what people should hear of
 */
record PruneAnswer(
    SavedNetwork saved,
    Path output,
    long bytes,
    SparsityReport report,
    OptionalDouble before,
    OptionalDouble after,
    OptionalDouble tuned,
    Optional<Repaired> repaired,
    List<String> warnings)
    implements Answer {
  @Override
  public void print(Console console) {
    Grid grid = new Grid().text("parameter").number("weights").number("kept").number("pruned");
    for (SparsityReport.Row row : report.rows()) {
      grid.row(
          row.param().key(),
          Figures.count(row.param().length()),
          Figures.count(row.kept()),
          Figures.percent(row.sparsity()));
    }
    grid.row(
        "together",
        Figures.count(report.weights()),
        Figures.count(report.kept()),
        Figures.percent(report.sparsity()));
    grid.print(console);
    repaired.ifPresent(what -> console.say("repaired, " + what.toString().replace("\n", "\n  ")));
    warnings.forEach(console::warn);
    if (before.isPresent()) {
      console.say(
          "accuracy on the data: %s before, %s pruned%s"
              .formatted(
                  Figures.percent(before.getAsDouble()),
                  Figures.percent(after.orElseThrow()),
                  tuned.isPresent()
                      ? ", %s fine-tuned".formatted(Figures.percent(tuned.getAsDouble()))
                      : ""));
    }
    console.say(
        "%s: %s, was %s".formatted(output, Figures.bytes(bytes), Figures.bytes(saved.bytes())));
  }

  @Override
  public JsonText json() {
    return new JsonText()
        .with("output", output.toString())
        .with("bytes", bytes)
        .with("bytesBefore", saved.bytes())
        .with("weights", report.weights())
        .with("kept", report.kept())
        .with("sparsity", report.sparsity())
        .with(
            "parameters",
            report.rows().stream()
                .map(
                    row ->
                        new JsonText()
                            .with("key", row.param().key())
                            .with("weights", row.param().length())
                            .with("kept", row.kept())
                            .with("sparsity", row.sparsity())
                            .values())
                .toList())
        .with("accuracyBefore", before)
        .with("accuracyPruned", after)
        .with("accuracyFineTuned", tuned)
        .with("repaired", repaired.map(PruneAnswer::layers).orElse(List.of()))
        .with("notRepaired", repaired.map(PruneAnswer::left).orElse(List.of()))
        .with("warnings", warnings);
  }

  private static List<Object> layers(Repaired repaired) {
    return repaired.layers().stream()
        .<Object>map(
            layer ->
                new JsonText()
                    .with("parameter", layer.parameter())
                    .with("outputs", layer.outputs())
                    .with("changed", layer.changed())
                    .with("errorBefore", layer.before())
                    .with("errorAfter", layer.after())
                    .values())
        .toList();
  }

  private static List<String> left(Repaired repaired) {
    return repaired.left().stream().map(Repaired.Left::toString).toList();
  }
}
