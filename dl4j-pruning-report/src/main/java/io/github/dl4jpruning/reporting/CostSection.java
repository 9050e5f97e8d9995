package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.analysis.Footprint;
import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Costs and gains, with what was measured, counted and estimated told apart. */
final class CostSection {
  private static final String MEASURED = "measured";
  private static final String COUNTED = "counted";
  private static final String ESTIMATED = "estimated";
  private static final String LEGEND =
      "Measured: by running the networks. Counted: exact, from shapes, weights and files."
          + " Estimated: what a machine that skips zeros would compute. ND4J skips none: zeros alone"
          + " make nothing faster, only compaction does.";

  private static final String CHANCE =
      "From and to: Wilson's intervals of 95 %. p: McNemar's exact test on the same examples; for"
          + " classes, adjusted by Holm for their number. It speaks of these two networks and of"
          + " examples like these, not of other seeds.";

  private CostSection() {}

  static Section of(Run run) {
    List<NamedTable> tables = new ArrayList<>();
    List<String> notes = new ArrayList<>(List.of(LEGEND));
    if (run.comparison().isPresent()) {
      ModelComparison comparison = run.comparison().get();
      tables.add(new NamedTable("quality", "Quality", quality(comparison)));
      tables.add(
          new NamedTable(
              "significance", "Is it more than chance?", comparison.significance().table()));
      notes.add(CHANCE);
      List<List<Object>> rows = new ArrayList<>();
      comparison
          .latency()
          .ifPresent(
              time ->
                  time.rows()
                      .forEach(
                          row -> add(rows, row.figure(), row.how(), row.before(), row.after())));
      sizes(rows, comparison.denseSize(), comparison.prunedSize());
      tables.add(costs(rows));
    } else if (MacCount.ifKnown(run.model()).isEmpty()) {
      notes.add(
          "Sizes are not counted: the network's configuration does not tell the size of its inputs."
              + " Give them to a ModelComparison.");
    } else {
      Footprint pruned = Footprint.of(run.model().network());
      Optional<Footprint> before = run.before().map(PrunableModel::network).map(Footprint::of);
      if (before.isPresent()) {
        List<List<Object>> rows = new ArrayList<>();
        sizes(rows, before.get(), pruned);
        tables.add(costs(rows));
      } else {
        tables.add(new NamedTable("costs", "Costs of the pruned network", alone(pruned)));
      }
    }
    return new Section("costs", "Costs and gains", notes, tables, List.of());
  }

  private static Table quality(ModelComparison comparison) {
    List<List<Object>> rows = new ArrayList<>();
    var dense = comparison.dense();
    var pruned = comparison.pruned();
    lost(rows, "accuracy", dense.accuracy(), pruned.accuracy());
    for (int c = 0; c < dense.perClass().size(); c++) {
      lost(rows, "accuracy, class " + c, dense.perClass().get(c), pruned.perClass().get(c));
    }
    lost(rows, "training accuracy", dense.trainAccuracy(), pruned.trainAccuracy());
    lost(rows, "gap", dense.gap(), pruned.gap());
    lost(rows, "calibration error", dense.calibrationError(), pruned.calibrationError());
    comparison
        .robustness()
        .ifPresent(
            noise ->
                noise
                    .rows()
                    .forEach(
                        row -> lost(rows, "accuracy, " + row.noise(), row.dense(), row.pruned())));
    return new Table(List.of("figure", "how", "dense", "pruned", "difference"), rows);
  }

  private static void lost(List<List<Object>> rows, String figure, double dense, double pruned) {
    rows.add(List.of(figure, MEASURED, dense, pruned, pruned - dense));
  }

  private static NamedTable costs(List<List<Object>> rows) {
    return new NamedTable(
        "costs", "Costs", new Table(List.of("figure", "how", "dense", "pruned", "ratio"), rows));
  }

  private static void sizes(List<List<Object>> rows, Footprint dense, Footprint pruned) {
    List<Size> before = sizes(dense);
    List<Size> after = sizes(pruned);
    for (int i = 0; i < before.size(); i++) {
      add(
          rows,
          before.get(i).figure(),
          before.get(i).how(),
          before.get(i).value(),
          after.get(i).value());
    }
  }

  private static void add(
      List<List<Object>> rows, String figure, String how, Number dense, Number pruned) {
    rows.add(List.of(figure, how, dense, pruned, pruned.doubleValue() / dense.doubleValue()));
  }

  private static Table alone(Footprint pruned) {
    return new Table(
        List.of("figure", "how", "value"),
        sizes(pruned).stream()
            .map(size -> List.<Object>of(size.figure(), size.how(), size.value()))
            .toList());
  }

  private record Size(String figure, String how, long value) {}

  private static List<Size> sizes(Footprint of) {
    return List.of(
        new Size("parameters", COUNTED, of.parameters()),
        new Size("non-zero parameters", COUNTED, of.nonZeros()),
        new Size("file, bytes", COUNTED, of.fileBytes()),
        new Size("DL4J's file, bytes", COUNTED, of.dl4jFileBytes()),
        new Size("multiply-accumulates per example", COUNTED, of.macs()),
        new Size("the same if zeros were skipped", ESTIMATED, of.macsOfNonZeros()));
  }
}
