package io.github.dl4jpruning.benchmarks.engines;

import ai.onnxruntime.OrtEnvironment;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.benchmarks.Logs;
import io.github.dl4jpruning.benchmarks.Machine;
import io.github.dl4jpruning.benchmarks.MedianInterval;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.onnx.OnnxExport;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * From a JVM's start to the end of its first answer: LeNet-5 with random weights, 95 % pruned, in
 * processes of their own, in turns.
 */
public final class StartUp {
  private record Starter(String name, String engine, Path file, String classPath) {}

  /** What one process took. */
  private record Took(double wall, double cpu) {}

  private StartUp() {}

  /**
   * Measures and prints.
   *
   * @param args how many rounds, at least 6; 15 if not given
   * @throws IOException if files can't be written
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Logs.quiet();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    List<Starter> starters = starters(Files.createTempDirectory("start-up"));
    double[][] wall = new double[starters.size()][rounds];
    double[][] cpu = new double[starters.size()][rounds];
    for (int round = -1; round < rounds; round++) { // the first brings files into memory
      for (int turn = 0; turn < starters.size(); turn++) {
        int which = (Math.max(0, round) + turn) % starters.size();
        Took took = run(starters.get(which));
        wall[which][Math.max(0, round)] = took.wall();
        cpu[which][Math.max(0, round)] = took.cpu();
      }
    }
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println("| engine | seconds | processor seconds | against the runtime, 95 % |");
    System.out.println("| --- | ---: | ---: | --- |");
    for (int i = 0; i < starters.size(); i++) {
      MedianInterval ratio = MedianInterval.of(MedianInterval.ratios(cpu[i], cpu[0]));
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %.1f× [%.1f, %.1f] |%n",
          starters.get(i).name(),
          new Median().evaluate(wall[i]),
          new Median().evaluate(cpu[i]),
          ratio.median(),
          ratio.low(),
          ratio.high());
    }
    System.exit(0); // ND4J's threads
  }

  private static List<Starter> starters(Path folder) throws IOException {
    MultiLayerNetwork network = LeNet.LENET5.create(new FixedSchedule(0.01), 0, 1);
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.95));
    Path zip = folder.resolve("net.zip");
    Path onnx = folder.resolve("net.onnx");
    Path small = folder.resolve("net.dlp");
    network.save(zip.toFile(), false);
    OnnxExport.write(onnx, network);
    PrunedModelFile.write(small, network, masks, WriteOptions.defaults().withProgram());
    String own = where(FirstAnswer.class);
    String runtime = own + ":" + where(SparseNetwork.class);
    return List.of(
        new Starter("runtime", "runtime", small, runtime),
        new Starter("ONNX Runtime", "onnxruntime", onnx, own + ":" + where(OrtEnvironment.class)),
        new Starter("DL4J", "dl4j", zip, System.getProperty("java.class.path")));
  }

  private static String where(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  private static Took run(Starter starter) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            FirstAnswer.class.getName(),
            starter.engine(),
            starter.file().toString());
    builder.environment().put("CLASSPATH", starter.classPath());
    long start = System.nanoTime();
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    double wall = (System.nanoTime() - start) / 1e9;
    if (code != 0) {
      throw new IOException("%s ended with %s: %s".formatted(starter.name(), code, out));
    }
    String ticks = out.substring(out.lastIndexOf("cpu ") + 4).strip();
    return new Took(wall, Long.parseLong(ticks) / 100.0);
  }
}
