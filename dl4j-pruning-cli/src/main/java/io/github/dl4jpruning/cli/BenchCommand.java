package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.Grid;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.model.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench FILE}. */
@Command(
    name = "bench",
    sortOptions = false,
    description =
        "Measures how long a network takes, in DL4J and in the runtime, on random examples.")
final class BenchCommand extends NetworkCommand {
  @Parameters(paramLabel = "FILE", description = "The network.")
  private Path file;

  @Mixin private InputOption input = new InputOption();

  @Option(
      names = "--batch",
      paramLabel = "N,…",
      split = ",",
      defaultValue = "1,64",
      description = "Examples at a time; 1 and 64 by default.")
  private List<Integer> batches;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "30",
      description = "Passes of which the median counts; 30 by default.")
  private int passes;

  BenchCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    if (passes < 1 || batches.stream().anyMatch(batch -> batch < 1)) {
      throw Failure.usage(
          "--passes and --batch are at least 1, got %s and %s".formatted(passes, batches));
    }
    SavedNetwork saved = NetworkReader.read(file);
    Costs costs = Costs.of(saved.model(), input.types());
    costs.examples(saved.model(), 1); // refused before long work
    RuntimeTiming runtime = RuntimeTiming.of(saved, costs);
    List<Time> times = new ArrayList<>();
    for (int batch : batches) {
      INDArray[] examples = costs.examples(saved.model(), batch);
      Network network = saved.model().kind();
      double dl4j = Stopwatch.medianMillis(passes, () -> network.outputs(false, examples));
      times.add(new Time(batch, dl4j, runtime.millis(passes, examples)));
    }
    show(new Benched(times, runtime.whyNot()));
  }

  /** Medians of one batch size, in milliseconds. */
  private record Time(int batch, double dl4j, OptionalDouble runtime) {}

  private record Benched(List<Time> times, String whyNot) implements Answer {
    @Override
    public void print(Console console) {
      Grid grid = new Grid().number("examples").number("DL4J, ms").number("runtime, ms").number("");
      for (Time time : times) {
        grid.row(
            Figures.count(time.batch()),
            Figures.short3(time.dl4j()),
            time.runtime().isPresent() ? Figures.short3(time.runtime().getAsDouble()) : "-",
            time.runtime().isPresent()
                ? Figures.times(time.dl4j(), time.runtime().getAsDouble())
                : "");
      }
      grid.print(console);
      if (!whyNot.isEmpty()) {
        console.say("not in the runtime: " + whyNot);
      }
    }

    @Override
    public JsonText json() {
      return new JsonText()
          .with(
              "times",
              times.stream()
                  .map(
                      time ->
                          new JsonText()
                              .with("examples", time.batch())
                              .with("dl4jMillis", time.dl4j())
                              .with("runtimeMillis", time.runtime())
                              .values())
                  .toList())
          .with("notInRuntime", whyNot);
    }
  }
}
