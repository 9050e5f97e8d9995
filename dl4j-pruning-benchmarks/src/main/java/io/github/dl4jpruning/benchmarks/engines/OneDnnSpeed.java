package io.github.dl4jpruning.benchmarks.engines;

import io.github.dl4jpruning.benchmarks.Logs;
import io.github.dl4jpruning.benchmarks.Machine;
import io.github.dl4jpruning.benchmarks.MedianInterval;
import io.github.dl4jpruning.onednn.OneDnn;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * DL4J with oneDNN against DL4J as it comes: a process for each, with natives of its own, in turns.
 */
public final class OneDnnSpeed {
  static final int[] BATCHES = {1, 64};

  /** Before each field of a line that counts. */
  static final String MARK = "\t";

  private static final List<String> SETTINGS = List.of("without", "with");

  /** One work's times with one setting, in milliseconds, by round. */
  private record Times(List<Double> wall, List<Double> cpu) {
    Times() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    private static double[] array(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private OneDnnSpeed() {}

  /**
   * Measures and prints.
   *
   * @param args how many rounds, at least 6; 7 if not given
   * @throws IOException if a process fails
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Logs.quiet();
    if (!OneDnn.isOnClassPath()) {
      throw new IllegalStateException("Natives with oneDNN are missing: run it with -Ponednn");
    }
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
    List<Map<String, Times>> found = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < SETTINGS.size(); turn++) {
        int which = (round + turn) % SETTINGS.size();
        run(SETTINGS.get(which), found.get(which));
      }
    }
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println(
        "| network | work | images | ms of the processor | with oneDNN | faster | on the wall |");
    System.out.println("| --- | --- | ---: | ---: | ---: | --- | --- |");
    found.get(0).forEach((work, without) -> print(work, without, found.get(1).get(work)));
    System.exit(0); // ND4J's threads
  }

  private static void print(String work, Times without, Times with) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s |%n",
        work,
        number(without.cpu()),
        number(with.cpu()),
        ratio(without.cpu(), with.cpu()),
        ratio(without.wall(), with.wall()));
  }

  private static String number(List<Double> values) {
    double median = new Median().evaluate(Times.array(values));
    return String.format(Locale.ROOT, median < 10 ? "%.2f" : "%.1f", median);
  }

  private static String ratio(List<Double> without, List<Double> with) {
    MedianInterval ratio =
        MedianInterval.of(MedianInterval.ratios(Times.array(without), Times.array(with)));
    return String.format(
        Locale.ROOT, "%.1f× [%.1f, %.1f]", ratio.median(), ratio.low(), ratio.high());
  }

  private static void run(String setting, Map<String, Times> times)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            OneDnnTurn.class.getName(),
            setting);
    builder.environment().put("CLASSPATH", classPath(setting));
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(
          "The process %s oneDNN ended with %s: %s".formatted(setting, code, out));
    }
    out.lines().filter(line -> line.startsWith(MARK)).forEach(line -> add(line, times));
  }

  private static void add(String line, Map<String, Times> times) {
    String[] fields = line.split(MARK, -1);
    Times of = times.computeIfAbsent(fields[1], work -> new Times());
    of.wall().add(Double.parseDouble(fields[2]));
    of.cpu().add(Double.parseDouble(fields[3]));
  }

  /** ND4J's own natives come with nd4j-native, beside those that -Ponednn brings. */
  private static String classPath(String setting) {
    String all = System.getProperty("java.class.path");
    return setting.equals("with")
        ? all
        : Arrays.stream(all.split(File.pathSeparator, -1))
            .filter(path -> !path.matches(".*nd4j-native-.*-onednn.*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
  }
}
