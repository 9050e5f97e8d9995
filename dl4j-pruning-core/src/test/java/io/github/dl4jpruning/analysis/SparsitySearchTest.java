package io.github.dl4jpruning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class SparsitySearchTest {
  /** A zero among the 58 weights costs nothing up to 29, then 1/64. */
  private static final Score KNEE = net -> 1 - Math.max(0, zeros(net) - 29) / 64.0;

  /** Right on ten examples if dense, else on five of them. */
  private static final Score HALF_LOST =
      new Score() {
        @Override
        public double of(Model network) {
          return Arrays.stream(ofEach(network).orElseThrow()).average().orElseThrow();
        }

        @Override
        public Optional<double[]> ofEach(Model network) {
          double every = zeros(network) > 0 ? 0 : 1;
          return Optional.of(new double[] {1, every, 1, every, 1, every, 1, every, 1, every});
        }
      };

  @TempDir Path folder;
  private final List<Double> trained = new ArrayList<>();

  @Test
  void run_knee_findsTheLargestWithin() throws IOException {
    List<TradeOff.Point> seen = new ArrayList<>();

    TradeOff found = search(0.25).onPoint(seen::add).run(this::train, KNEE);

    // 46 of 58 zeros (0.8) lose 17/64, 41 (0.7) 12/64.
    assertEquals(0.7, found.chosen().orElseThrow().sparsity());
    assertEquals(0.7, found.cheapest().orElseThrow().sparsity());
    assertEquals(List.of(0.0, 0.6, 0.8, 0.7), trained);
    assertEquals(trained, seen.stream().map(TradeOff.Point::sparsity).toList());
    assertEquals(
        """
        sparsity     score      lost  standardError  within  parameters  nonZeros  macs
               0         1         0              0  true            95        64    58
             0.6   0.90625   0.09375              0  true            95        29    23
             0.7    0.8125    0.1875              0  true            95        23    17
             0.8  0.734375  0.265625              0  false           95        18    12"""
            .replace("\n", System.lineSeparator()),
        found.toString());
    assertEquals(
        new TradeOff.Point(0.7, 0.8125, 0, 95, 23, OptionalLong.of(17)), found.points().get(2));
    Model network = found.chosen().orElseThrow().network(folder);
    assertEquals(41, zeros(network));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.5", "1, 0.95", "0.1875, 0.7", "0.18, 0.6"})
  void run_allowance_decides(double loss, double expected) throws IOException {
    assertEquals(expected, search(loss).run(this::train, KNEE).chosen().orElseThrow().sparsity());
  }

  /** Of ten examples, the pruned networks lose every other one: 0.5 ± 0.527 / √10. */
  @ParameterizedTest
  @CsvSource({"0.34, 0.95", "0.33, -"})
  void run_scoreOfEach_allowsOneStandardErrorMore(double loss, String expected) throws IOException {
    TradeOff found = search(loss).run(this::train, HALF_LOST);

    double error = Math.sqrt(10 * 0.25 / 9) / Math.sqrt(10);
    assertEquals(error, found.points().get(1).standardError(), 1e-6);
    assertEquals(0, found.dense().standardError());
    assertEquals(expected, found.chosen().map(p -> String.valueOf(p.sparsity())).orElse("-"));
    assertEquals(found, search(loss).run(sparsity -> null, HALF_LOST), "read from the folder");
  }

  @Test
  void run_nothingWithin_choosesNothing() throws IOException {
    TradeOff found = search(0).among(0.8, 0.9).run(this::train, KNEE);

    assertEquals(Optional.empty(), found.chosen());
    assertEquals(Optional.empty(), found.cheapest());
    assertEquals(List.of(0.0, 0.8), trained);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void run_killedInARun_goesOnAfterTheLastFinishedPoint(int failing) throws IOException {
    DoubleFunction<Model> killed =
        sparsity -> {
          if (trained.size() == failing) {
            throw new IllegalStateException("killed");
          }
          return train(sparsity);
        };
    assertThrows(IllegalStateException.class, () -> search(0.25).run(killed, KNEE));
    assertEquals(failing, trained.size());

    TradeOff found = search(0.25).run(this::train, KNEE);

    assertEquals(List.of(0.0, 0.6, 0.8, 0.7), trained);
    assertEquals(0.7, found.chosen().orElseThrow().sparsity());
    assertEquals(found, search(0.25).run(sparsity -> null, KNEE));
  }

  @Test
  void run_otherLossAndSparsities_usesWhatIsThere() throws IOException {
    search(0.25).run(this::train, KNEE);
    trained.clear();

    TradeOff found = search(0).among(0.5, 0.55, 0.7).run(this::train, KNEE);

    assertEquals(List.of(0.55, 0.5), trained);
    assertEquals(
        List.of(0.0, 0.5, 0.55, 0.6, 0.7, 0.8),
        found.points().stream().map(TradeOff.Point::sparsity).toList());
    assertEquals(0.5, found.chosen().orElseThrow().sparsity());
  }

  @Test
  void run_otherSettings_refused() throws IOException {
    search(0.25).run(this::train, KNEE);

    SparsitySearch other = SparsitySearch.of(folder, "seed 2", 0.25);

    String message =
        assertThrows(IOException.class, () -> other.run(this::train, KNEE)).getMessage();
    assertTrue(
        message.endsWith(
            ".json is of other settings: \"seed 1\", now \"seed 2\". Search in another folder, or"
                + " delete this one"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"vers;is not JSON: Unexpected end-of-input in field name",
        "[];has version , not 1",
        "{\"version\": 2};has version 2, not 1",
        "{\"version\": 1, \"settings\": \"seed 1\"};has no number \"sparsity\"",
        "{\"version\": 1, \"settings\": \"seed 1\", \"sparsity\": 0.5, \"score\": \"NaN\"};"
            + "has no number \"score\"",
        "{\"version\": 1, \"settings\": \"seed 1\", \"sparsity\": 0.4, \"score\": 1, \"standardError\": 0,"
            + " \"parameters\": 1, \"nonZeros\": 1};is of a sparsity of 0.4",
        "{\"version\": 1, \"settings\": \"seed 1\", \"sparsity\": 0.5, \"score\": 1, \"standardError\": 0,"
            + " \"parameters\": 1, \"nonZeros\": 1};has no network beside it",
      })
  void run_damagedFile_says(String text, String what) throws IOException {
    Path file = folder.resolve("sparsity-0.5.json");
    Files.writeString(file, text);

    assertEquals(
        "%s can't be read as a point of a search: it %s. Delete it, and the point is made anew"
            .formatted(file, what),
        assertThrows(IOException.class, () -> search(0).run(this::train, KNEE)).getMessage());
    assertEquals(List.of(), trained);
  }

  @Test
  void run_networkWithoutScore_isMadeAnew() throws IOException {
    search(0.25).run(this::train, KNEE);
    Files.delete(folder.resolve("sparsity-0.7.json"));
    Files.writeString(folder.resolve("notes.txt"), "mine");
    trained.clear();

    search(0.25).run(this::train, KNEE);

    assertEquals(List.of(0.7), trained);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(9, files.count());
    }
  }

  /** What multiplying with a mask leaves; and a weight that is zero as a float. */
  @Test
  void run_negativeZerosAndTinyDoubles_kept() throws IOException {
    Model net = Nets.mln(builder -> builder.dataType(DataType.DOUBLE));
    net.params().putScalar(0, -0.0).putScalar(1, 1e-300).putScalar(2, 0);

    TradeOff found = search(0).run(sparsity -> net, KNEE);

    double[] read = found.dense().network(folder).params().toDoubleVector();
    assertEquals(List.of(0.0, 1e-300, 0.0), List.of(read[0], read[1], read[2]));
    assertEquals(62, found.dense().nonZeros());
    assertEquals(-0.0, net.params().getDouble(0), "the network given is not changed");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void run_scoreOfEachNotFinite_throws(double value) {
    Score broken =
        new Score() {
          @Override
          public double of(Model network) {
            return 1;
          }

          @Override
          public Optional<double[]> ofEach(Model network) {
            return Optional.of(zeros(network) > 0 ? new double[] {1, value} : new double[] {1, 1});
          }
        };

    assertEquals(
        "Score.ofEach gave 2 values for the dense network and 2 for a pruned one; they must be as"
            + " many, and finite",
        assertThrows(IllegalStateException.class, () -> search(1).run(this::train, broken))
            .getMessage());
  }

  @Test
  void run_scoreNotFinite_throwsAndKeepsNothing() {
    assertEquals(
        "The score is NaN at a sparsity of 0.0; it must be finite",
        assertThrows(
                IllegalStateException.class,
                () -> search(0).run(this::train, network -> Double.NaN))
            .getMessage());
    assertFalse(Files.exists(folder.resolve("sparsity-0.0.json")));
  }

  @Test
  void new_badSettings_throws() {
    assertEquals(
        "The loss allowed must be at least 0, got NaN",
        assertThrows(IllegalArgumentException.class, () -> search(Double.NaN)).getMessage());
    assertEquals(
        "A search needs sparsities above 0 and below 1, each above the one before, got [0.5, 0.5]",
        assertThrows(IllegalArgumentException.class, () -> search(0).among(0.5, 0.5)).getMessage());
    assertEquals(
        "A trade-off begins with the dense network, of a sparsity of 0, got []",
        assertThrows(IllegalArgumentException.class, () -> new TradeOff(List.of(), 0))
            .getMessage());
    assertEquals(50, SparsitySearch.of(folder, "", 0).sparsities().size());
  }

  private SparsitySearch search(double loss) {
    return SparsitySearch.of(folder, "seed 1", loss).among(0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.95);
  }

  private Model train(double sparsity) {
    trained.add(sparsity);
    return pruned(sparsity);
  }

  private static Model pruned(double sparsity) {
    Model net = Nets.mln();
    if (sparsity > 0) {
      Pruner.prune(net, PruningRecipe.oneShot(sparsity));
    }
    return net;
  }

  private static long zeros(Model net) {
    return WeightInspection.masksFromZeros(PrunableModel.of(net)).masks().values().stream()
        .mapToLong(mask -> mask.pruned())
        .sum();
  }
}
