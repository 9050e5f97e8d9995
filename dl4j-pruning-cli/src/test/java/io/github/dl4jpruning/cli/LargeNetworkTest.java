package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** How much memory a network of 10^8 parameters takes; with {@code -Dlarge}, on Linux. */
@EnabledIfSystemProperty(named = "large", matches = ".*")
class LargeNetworkTest {
  private static final String HEAP = "-Xmx3g";

  /** What docs/cli.md says, heap and arrays together. */
  private static final double MOST_GIGABYTES = 4;

  @TempDir Path folder;

  @Test
  void pruneAndShrink_hundredMillionParameters_withinTheMemoryStated() throws Exception {
    Path dense = folder.resolve("dense.zip");
    Path pruned = folder.resolve("pruned.zip");
    write(dense);

    double weights = peak("prune", dense, "-s", "0.9", "-o", folder.resolve("sparse.dlp"));
    double structures =
        peak(
            "prune",
            dense,
            "-s",
            "0.5",
            "--granularity",
            "structure",
            "--allocation",
            "uniform",
            "-o",
            pruned);
    double shrink = peak("shrink", pruned, "-o", folder.resolve("small.zip"));
    System.out.printf(
        "prune weights %.1f GB, prune structures %.1f GB, shrink %.1f GB%n",
        weights, structures, shrink);

    assertTrue(Math.max(Math.max(weights, structures), shrink) <= MOST_GIGABYTES);
  }

  private static void write(Path file) throws IOException {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(8_000).build())
                .layer(new DenseLayer.Builder().nOut(8_000).build())
                .layer(new DenseLayer.Builder().nOut(3_700).build())
                .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(784))
                .build());
    net.init();
    assertEquals(1e8, (double) net.numParams(), 1e6);
    ModelSerializer.writeModel(net, file.toFile(), false);
  }

  /** The most memory that a command had, in units of 10^9 bytes. */
  private static double peak(Object... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).inheritIO().start();
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    long most = 0;
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      most = Math.max(most, highWater(status));
    }
    assertEquals(0, process.exitValue());
    System.out.printf("%s: %.0f s%n", arguments[0], (System.nanoTime() - start) / 1e9);
    return most * 1024 / 1e9;
  }

  private static long highWater(Path status) throws IOException {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0; // it has just ended
    }
  }
}
