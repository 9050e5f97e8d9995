package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.cli.data.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.ResNet50;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * Every command on DL4J's ResNet-50 with random weights, on images of 224 × 224; with {@code
 * -Dlarge}. Prints what each took.
 */
@EnabledIfSystemProperty(named = "large", matches = ".*")
class ResNet50Test {
  private static final int SIDE = 224;
  private static final String SIZE = SIDE + "x" + SIDE + "x3";

  @TempDir static Path folder;
  private static Path dense;
  private static Path zoos;
  private static Path data;

  @BeforeAll
  static void save() throws IOException {
    ComputationGraph net =
        ResNet50.builder().numClasses(4).inputShape(new int[] {3, SIDE, SIDE}).build().init();
    zoos = Saved.save(net, folder.resolve("zoos.zip"));
    net.paramTable().forEach(ResNet50Test::shrinkToHe);
    net.setLearningRate(1e-5);
    dense = Saved.save(net, folder.resolve("resnet50.zip"));
    SplittableRandom random = new SplittableRandom(1);
    float[] pixels = new float[2 * 3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256) / 255f;
    }
    data =
        Npy.write(
            folder.resolve("images.npz"),
            Map.of(
                "x", Npy.bytes("<f4", false, "2, 3, %s, %s".formatted(SIDE, SIDE), pixels),
                "y", Npy.bytes("|u1", false, "2,", 0, 3)));
  }

  /** The zoo draws with a deviation of 0.5, so that activations grow beyond all numbers. */
  private static void shrinkToHe(String key, INDArray values) {
    if (key.endsWith("_W")) {
      values.muli(2 * Math.sqrt(2.0 * values.size(0) / values.length()));
    }
  }

  private static JsonNode timed(Object... command) {
    Object[] all = Arrays.copyOf(command, command.length + 2);
    all[command.length] = "--input"; // the zoo's configuration does not tell it
    all[command.length + 1] = SIZE;
    long start = System.nanoTime();
    JsonNode json = Cli.json(command[0].equals("report") ? command : all);
    System.out.printf("ResNet-50, %s: %.0f s%n", command[0], (System.nanoTime() - start) / 1e9);
    return json;
  }

  @Test
  void inspect_sizesAndOperations_areTheZoos() {
    JsonNode found = timed("inspect", dense);
    assertTrue(found.get("macs").asLong() > 1_000_000_000L, found.get("macs")::toString);
    assertTrue(found.get("parameters").asLong() > 23_000_000L);
  }

  @Test
  void pruneShrinkConvertReport_halfOfTheFilters_lessThanHalfOfTheOperations() throws IOException {
    Path pruned = folder.resolve("pruned.zip");
    Path small = folder.resolve("small.dlp");
    timed(
        "prune",
        dense,
        "-s",
        "0.5",
        "--granularity",
        "filter",
        "--allocation",
        "uniform",
        "--data",
        data,
        "--fit",
        "1",
        "-o",
        pruned);
    JsonNode shrunk = timed("shrink", pruned, "-o", small);
    assertTrue(
        shrunk.get("before").get("macs").asDouble()
            > 2 * shrunk.get("after").get("macs").asDouble());
    timed("report", small, "-o", folder.resolve("page.html"));
    timed("convert", small, "-o", folder.resolve("small.onnx"));
    timed("convert", small, "-o", folder.resolve("program.dlp"), "--program");
    timed("convert", small, "-o", folder.resolve("small.zip"));
    JsonNode compared = timed("compare", dense, small, "--data", data, "--passes", "1");
    assertTrue(compared.toString().contains("ms for 64, runtime"));
  }

  @Test
  void fold_everyNormalisation_goes() {
    JsonNode folded = timed("fold", dense, "-o", folder.resolve("folded.dlp"));
    assertEquals(0, folded.get("left").size());
  }

  @Test
  void bench_bothWays_areTimed() {
    JsonNode bench = timed("bench", dense, "--batch", "1,2", "--passes", "1");
    JsonNode times = bench.get("times");
    assertTrue(times.get(0).has("runtimeMillis"), bench::toString);
  }

  @Test
  void scan_everyLayer_hasItsPoints() {
    JsonNode scan = timed("scan", dense, "--data", data, "-s", "0.5", "--sparsities", "0.5");
    assertEquals(2 * 54, scan.get("points").size());
  }

  @Test
  void search_anyLossAllowed_takesTheLargest() {
    JsonNode found =
        timed("search", dense, "--data", data, "--loss", "1", "-o", folder.resolve("best.dlp"));
    assertTrue(found.get("chosen").asDouble() > 0.9);
  }

  @Test
  void prune_zoosOwnWeights_saysThatItAnswersNoNumbers() {
    Cli run =
        Cli.run(
            "prune",
            zoos,
            "-s",
            "0.5",
            "--data",
            data,
            "--input",
            SIZE,
            "-o",
            folder.resolve("no.dlp"));
    assertTrue(run.failure().startsWith("4 dl4j-pruning: The network answers with NaN"), run.err());
  }
}
