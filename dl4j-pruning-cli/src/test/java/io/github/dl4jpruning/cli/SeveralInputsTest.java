package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.cli.data.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Networks of several inputs and outputs, with data by the inputs' names or in their order. */
class SeveralInputsTest {
  private static final int EXAMPLES = 12;

  @TempDir Path folder;
  private Path net;

  @BeforeEach
  void save() throws IOException {
    net = Saved.twoSided(folder);
  }

  /** The same examples by names and by order. */
  private Path data(String name) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    float[] left = values(random, 3 * EXAMPLES);
    float[] right = values(random, 2 * EXAMPLES);
    float[] much = values(random, EXAMPLES);
    float[] kind = new float[EXAMPLES];
    INDArray oneHot = Nd4j.zeros(DataType.FLOAT, EXAMPLES, 3);
    for (int i = 0; i < EXAMPLES; i++) {
      kind[i] = i % 3;
      oneHot.putScalar(i, i % 3, 1);
    }
    Path file = folder.resolve(name);
    if (name.endsWith(".npz")) {
      return Npy.write(
          file,
          Map.of(
              "left", Npy.bytes("<f4", false, "12, 3", left),
              "right", Npy.bytes("<f4", false, "12, 2", right),
              "kind", Npy.bytes("|u1", false, "12,", kind),
              "much", Npy.bytes("<f4", false, "12, 1", much),
              "notes", Npy.bytes("<f4", false, "1,", 0)));
    }
    new MultiDataSet(
            new INDArray[] {
              Nd4j.createFromArray(left).reshape(12, 3), Nd4j.createFromArray(right).reshape(12, 2)
            },
            new INDArray[] {oneHot, Nd4j.createFromArray(much).reshape(12, 1)})
        .save(file.toFile());
    return file;
  }

  private static float[] values(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(100) / 100f;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"named.npz", "saved.bin"})
  void prune_dataAndFit_trainsBothOutputs(String name) throws IOException {
    Path out = folder.resolve("pruned.zip");
    JsonNode json =
        Cli.json(
            "prune",
            net,
            "-s",
            "0.5",
            "--criterion",
            "saliency",
            "--data",
            data(name),
            "--fit",
            "3",
            "--batch",
            "5",
            "-o",
            out);

    assertEquals(9, Saved.read(out).iteration());
    assertTrue(json.get("accuracyFineTuned").asDouble() > 0);
    assertTrue(Saved.read(out).network().paramTable().get("much_b").getFloat(0) != 0);
  }

  @Test
  void everyCommandWithData_bothForms_sayTheSame() throws IOException {
    Path pruned = folder.resolve("pruned.dlp");
    Cli.done("prune", net, "-s", "0.5", "-o", pruned);
    List<String> answers =
        Stream.of(data("named.npz"), data("saved.bin"))
            .map(
                data -> {
                  JsonNode compared =
                      Cli.json("compare", net, pruned, "--data", data, "--passes", "1");
                  assertTrue(compared.toString().contains("ms for 64, runtime"));
                  JsonNode scan = Cli.json("scan", net, "--data", data, "-s", "0.5");
                  JsonNode search = Cli.json("search", net, "--data", data, "--loss", "0.5");
                  return "%s %s %s"
                      .formatted(compared.get("verdict"), scan.get("points"), search.get("chosen"));
                })
            .toList();

    assertEquals(answers.get(0), answers.get(1));
  }

  @Test
  void bench_severalInputs_timesBoth() {
    JsonNode times = Cli.json("bench", net, "--passes", "1", "--batch", "1,3").get("times");

    assertEquals(2, times.size());
    assertTrue(times.get(1).get("runtimeMillis").asDouble() > 0);
  }

  @Test
  void data_thatDoesNotFit_saysWhatDoes() throws IOException {
    assertRefused(
        "4 dl4j-pruning: The network has the inputs [left, right] and the outputs [kind, much]: --data"
            + " is an .npz with arrays of these names, or what MultiDataSet.save wrote",
        Points.csv(folder, 5, 6));
    Path half =
        Npy.write(
            folder.resolve("half.npz"),
            Map.of("left", Npy.bytes("<f4", false, "2, 3", 1, 2, 3, 4, 5, 6)));
    assertRefused(
        "3 dl4j-pruning: %s holds [left]: its arrays are named as the network's inputs [left, right]"
            + " and outputs [kind, much]",
        half);
    Path narrow =
        Npy.write(
            folder.resolve("narrow.npz"),
            Map.of(
                "left", Npy.bytes("<f4", false, "1, 3", 1, 2, 3),
                "right", Npy.bytes("<f4", false, "1, 3", 1, 2, 3),
                "kind", Npy.bytes("|u1", false, "1,", 3),
                "much", Npy.bytes("<f4", false, "1,", 1)));
    assertRefused(
        "4 dl4j-pruning: %s, right, has examples of 3 values in the shape [3], but the network reads"
            + " InputTypeFeedForward(2): give other data, or --input",
        narrow);
    Path file = folder.resolve("one.bin");
    new MultiDataSet(Nd4j.zeros(2, 3), Nd4j.zeros(2, 3)).save(file.toFile());
    assertRefused(
        "4 dl4j-pruning: %s has 1 arrays of features and 1 of labels, but the network has the inputs"
            + " [left, right] and the outputs [kind, much]",
        file);
    MultiDataSet meta = new MultiDataSet(arrays(3, 2), arrays(3, 1));
    meta.setExampleMetaData(List.of("a", "b"));
    meta.save(file.toFile());
    assertRefused(
        "3 dl4j-pruning: %s holds serialized objects, whose code would be run: save the MultiDataSet"
            + " without metadata",
        file);
    new MultiDataSet(arrays(3, 2), arrays(3, 1), arrays(1, 1), null).save(file.toFile());
    assertRefused("3 dl4j-pruning: %s has masks over time steps, which are not read", file);
    java.nio.file.Files.write(file, new byte[] {0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 9});
    assertRefused("3 dl4j-pruning: %s is no MultiDataSet that DL4J has saved", file);
  }

  private static INDArray[] arrays(int first, int second) {
    return new INDArray[] {Nd4j.zeros(2, first), Nd4j.zeros(2, second)};
  }

  private void assertRefused(String message, Path data) {
    assertEquals(
        message.formatted(data),
        Cli.run("compare", net, net, "--data", data, "--passes", "1").failure());
  }
}
