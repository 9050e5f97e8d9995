package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.benchmarks.StepPairs.Time;
import io.github.dl4jpruning.benchmarks.StepPairs.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the listener adds to a training step: pairs of steps, with it and without, and the median of
 * the pairs' ratios. Prints a Markdown table.
 */
@Command(
    name = "StepCost",
    mixinStandardHelpOptions = true,
    description = "Cost per training step with the listener against without.")
public final class StepCost implements Callable<Integer> {
  private static final double NANOS_PER_MILLI = 1e6;

  @Option(
      names = "--lenet-5-pairs",
      defaultValue = "200",
      description = "Pairs of LeNet-5 steps, 0 for none (default: ${DEFAULT-VALUE}).")
  private int leNet5Pairs;

  @Option(
      names = "--lenet-300-100-pairs",
      defaultValue = "3000",
      description = "Pairs of LeNet-300-100 steps, 0 for none (default: ${DEFAULT-VALUE}).")
  private int leNet300Pairs;

  @Option(
      names = "--every",
      defaultValue = "100",
      description = "Steps between mask changes while pruning (default: ${DEFAULT-VALUE}).")
  private int every;

  @Option(names = "--keep-only", description = "Measure fixed masks only, no mask changes.")
  private boolean keepOnly;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of weights and minibatches (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--tsv", description = "Also write name, tab, ratio, one line per row.")
  private Optional<Path> tsv = Optional.empty();

  private final StringBuilder lines = new StringBuilder();

  private StepCost() {}

  /**
   * Runs it.
   *
   * @param args {@code --help} lists them
   */
  public static void main(String[] args) {
    Logs.quiet();
    System.exit(new CommandLine(new StepCost()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println(
        "| network | masks | pairs | step without, ms | added, median and 95 % interval |"
            + " of CPU time | mask change, ms | added, changes spread out |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    StringBuilder notes = new StringBuilder();
    measure(Workload.LENET_5, leNet5Pairs, 10, notes);
    measure(Workload.LENET_300_100, leNet300Pairs, 500, notes);
    System.out.println();
    System.out.print(notes);
    if (tsv.isPresent()) {
      Files.writeString(tsv.get(), lines);
    }
    return 0;
  }

  private void measure(Workload workload, int pairs, int warmUp, StringBuilder notes) {
    if (pairs == 0) {
      return;
    }
    report(workload, "90 %, kept", StepPairs.keeping(workload, seed).run(warmUp, pairs), notes);
    if (!keepOnly) {
      report(
          workload,
          "rising to 90 %, changed every " + every,
          StepPairs.pruning(workload, (long) warmUp + pairs, every, seed).run(warmUp, pairs),
          notes);
    }
  }

  private void report(Workload workload, String masks, Times times, StringBuilder notes) {
    MedianInterval ratio = MedianInterval.of(ratios(times, Time::wall));
    MedianInterval cpuRatio = MedianInterval.of(ratios(times, Time::cpu));
    double step = new Median().evaluate(values(times.without(), Time::wall));
    int[] changes =
        IntStream.range(0, times.changed().length).filter(i -> times.changed()[i]).toArray();
    Optional<Double> change =
        changes.length == 0
            ? Optional.empty()
            : Optional.of(
                new Median()
                    .evaluate(
                        Arrays.stream(changes)
                            .mapToDouble(i -> times.with()[i].wall() - times.without()[i].wall())
                            .toArray()));
    double spread = ratio.median() + change.orElse(0.0) / step / every;
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d | %.2f | %s | %s | %s | %+.2f %% |%n",
        workload,
        masks,
        times.with().length,
        step / NANOS_PER_MILLI,
        ratio.added(),
        cpuRatio.added(),
        change
            .map(
                c ->
                    String.format(Locale.ROOT, "%.1f (of %d)", c / NANOS_PER_MILLI, changes.length))
            .orElse("none"),
        100 * (spread - 1));
    notes.append(
        String.format(
            Locale.ROOT,
            "%s, %s: at most %d subnormal numbers with the listener, %d without.%n",
            workload,
            masks,
            times.subnormalWith(),
            times.subnormalWithout()));
    lines.append(
        String.format(Locale.ROOT, "step cost, %s, %s\t%.5f%n", workload, masks, ratio.median()));
  }

  private static double[] ratios(Times times, ToDoubleFunction<Time> what) {
    return MedianInterval.ratios(values(times.with(), what), values(times.without(), what));
  }

  private static double[] values(Time[] times, ToDoubleFunction<Time> what) {
    return Arrays.stream(times).mapToDouble(what).toArray();
  }
}
