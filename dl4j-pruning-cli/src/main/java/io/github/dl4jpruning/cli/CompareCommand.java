package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.analysis.Footprint;
import io.github.dl4jpruning.analysis.Quality;
import io.github.dl4jpruning.analysis.Significance;
import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.Grid;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.data.DataOption;
import io.github.dl4jpruning.cli.data.LabelledData;
import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.LatencyComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare A B}. */
@Command(
    name = "compare",
    sortOptions = false,
    description =
        "Shows two networks side by side: size, operations, times in DL4J and in the runtime; with"
            + " --data also accuracy, by class.")
final class CompareCommand extends NetworkCommand {
  @Parameters(index = "0", paramLabel = "A", description = "A network, such as the dense one.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = "Another of the same inputs.")
  private Path second;

  @Mixin private DataOption data = new DataOption();
  @Mixin private InputOption input = new InputOption();

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "30",
      description = "Passes of which the median time counts; 30 by default.")
  private int passes;

  CompareCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    data.check();
    if (passes < 1) {
      throw Failure.usage("--passes is at least 1, got " + passes);
    }
    SavedNetwork one = NetworkReader.read(first);
    SavedNetwork other = NetworkReader.read(second);
    Costs costs = Costs.of(one.model(), input.types());
    costs.examples(one.model(), 1); // refused before long work
    List<Row> rows = new ArrayList<>();
    Optional<Significance> significance = Optional.empty();
    if (data.isGiven()) {
      LabelledData examples = data.load(one.model(), costs.types(), costs.assumed());
      quality(one, other, examples.samples(), rows);
      significance =
          Optional.of(Significance.of(one.network(), other.network(), examples.samples()));
    }
    sizes(one, other, costs, rows);
    times(one, other, costs, rows);
    show(new Compared(first, second, rows, significance));
  }

  private static void quality(
      SavedNetwork one, SavedNetwork other, Samples samples, List<Row> rows) {
    Quality a = Quality.of(one.network(), samples, samples);
    Quality b = Quality.of(other.network(), samples, samples);
    rows.add(Row.fraction("accuracy", a.accuracy(), b.accuracy()));
    for (int c = 0; c < a.perClass().size(); c++) {
      rows.add(Row.fraction("accuracy, class " + c, a.perClass().get(c), b.perClass().get(c)));
    }
    rows.add(Row.fraction("calibration error", a.calibrationError(), b.calibrationError()));
  }

  private static void sizes(SavedNetwork one, SavedNetwork other, Costs costs, List<Row> rows) {
    Footprint a = Footprint.of(one.network(), costs.array());
    Footprint b = Footprint.of(other.network(), costs.array());
    rows.add(Row.count("parameters", a.parameters(), b.parameters()));
    rows.add(Row.count("non-zero", a.nonZeros(), b.nonZeros()));
    rows.add(Row.count("MACs", a.macs(), b.macs()));
    rows.add(Row.count("MACs without zeros", a.macsOfNonZeros(), b.macsOfNonZeros()));
    rows.add(Row.count("bytes as .dlp", a.fileBytes(), b.fileBytes()));
    rows.add(Row.count("bytes as .zip", a.dl4jFileBytes(), b.dl4jFileBytes()));
  }

  private void times(SavedNetwork one, SavedNetwork other, Costs costs, List<Row> rows)
      throws IOException, Failure {
    RuntimeTiming a = RuntimeTiming.of(one, costs);
    RuntimeTiming b = RuntimeTiming.of(other, costs);
    for (int batch : new int[] {1, 64}) {
      INDArray[] examples = costs.examples(one.model(), batch);
      LatencyComparison dl4j =
          LatencyComparison.measure(one.network(), other.network(), passes, examples);
      String ms = "ms for %s".formatted(batch);
      rows.add(Row.millis(ms + ", DL4J", dl4j.beforeMillis(), dl4j.afterMillis()));
      OptionalDouble before = a.millis(passes, examples);
      OptionalDouble after = b.millis(passes, examples);
      if (before.isPresent() && after.isPresent()) {
        rows.add(Row.millis(ms + ", runtime", before.getAsDouble(), after.getAsDouble()));
      }
    }
  }

  /** A figure of both, as numbers and in words. */
  private record Row(String figure, double a, double b, String inA, String inB) {
    static Row fraction(String figure, double a, double b) {
      return new Row(figure, a, b, Figures.percent(a), Figures.percent(b));
    }

    static Row count(String figure, long a, long b) {
      return new Row(figure, (double) a, (double) b, Figures.count(a), Figures.count(b));
    }

    static Row millis(String figure, double a, double b) {
      return new Row(figure, a, b, Figures.short3(a), Figures.short3(b));
    }
  }

  private record Compared(
      Path first, Path second, List<Row> rows, Optional<Significance> significance)
      implements Answer {
    @Override
    public void print(Console console) {
      Grid grid =
          new Grid()
              .text("")
              .number(first.getFileName().toString())
              .number(second.getFileName().toString());
      rows.forEach(row -> grid.row(row.figure(), row.inA(), row.inB()));
      grid.print(console);
      significance.ifPresent(
          found -> console.say("McNemar's test, with A as dense and B as pruned: " + found));
    }

    @Override
    public JsonText json() {
      return new JsonText()
          .with("a", first.toString())
          .with("b", second.toString())
          .with("significance", significance.map(Significance::table))
          .with("verdict", significance.map(Significance::toString))
          .with(
              "figures",
              rows.stream()
                  .map(
                      row ->
                          new JsonText()
                              .with("figure", row.figure())
                              .with("a", row.a())
                              .with("b", row.b())
                              .values())
                  .toList());
    }
  }
}
