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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * From a JVM's start to the end of its first answer: LeNet-5 with random weights, 95 % pruned, in
 * processes of their own, in turns; as Java starts by itself, and as a process does best that is to
 * answer once: classes from an archive of its own, and no compilation for the long run.
 */
public final class StartUp {
  private static final String SHORT = ", short-lived";
  private static final int SHORT_LIVED = 3;
  private static final List<String> NO_LONG_RUN = List.of("-XX:TieredStopAtLevel=1");

  private record Starter(
      String name, String engine, Path file, String classPath, List<String> options) {
    /** With an archive of the classes that a first run has loaded. */
    Starter shortLived(Path archive) throws IOException, InterruptedException {
      List<String> making = new ArrayList<>(NO_LONG_RUN);
      making.add("-Xlog:disable"); // it warns on standard output, where the answer is
      making.add("-XX:ArchiveClassesAtExit=" + archive);
      run(new Starter(name, engine, file, classPath, making));
      List<String> using = new ArrayList<>(NO_LONG_RUN);
      using.add("-XX:SharedArchiveFile=" + archive);
      return new Starter(name + SHORT, engine, file, classPath, using);
    }
  }

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
      int ours = starters.get(i).name().endsWith(SHORT) ? SHORT_LIVED : 0;
      MedianInterval ratio = MedianInterval.of(MedianInterval.ratios(cpu[i], cpu[ours]));
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

  private static List<Starter> starters(Path folder) throws IOException, InterruptedException {
    MultiLayerNetwork network = LeNet.LENET5.create(new FixedSchedule(0.01), 0, 1);
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.95));
    Path zip = folder.resolve("net.zip");
    Path onnx = folder.resolve("net.onnx");
    Path small = folder.resolve("net.dlp");
    network.save(zip.toFile(), false);
    OnnxExport.write(onnx, network);
    PrunedModelFile.write(small, network, masks, WriteOptions.defaults().withProgram());
    Path own = jar(FirstAnswer.class, folder.resolve("own.jar"));
    Starter runtime =
        new Starter(
            "runtime",
            "runtime",
            small,
            own + ":" + jar(SparseNetwork.class, folder.resolve("runtime.jar")),
            List.of());
    Starter peer =
        new Starter(
            "ONNX Runtime",
            "onnxruntime",
            onnx,
            own + ":" + where(OrtEnvironment.class),
            List.of());
    return List.of(
        runtime,
        peer,
        new Starter("DL4J", "dl4j", zip, System.getProperty("java.class.path"), List.of()),
        runtime.shortLived(folder.resolve("runtime.jsa")),
        peer.shortLived(folder.resolve("onnx.jsa")));
  }

  private static Path where(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** The jar that a class is from; made of the folder, which archives of classes don't take. */
  private static Path jar(Class<?> type, Path target) throws IOException {
    Path from = where(type);
    if (Files.isRegularFile(from)) {
      return from;
    }
    try (Stream<Path> files = Files.walk(from);
        JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(from.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
      }
    }
    return target;
  }

  private static Took run(Starter starter) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(starter.options());
    command.addAll(
        List.of(FirstAnswer.class.getName(), starter.engine(), starter.file().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
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
