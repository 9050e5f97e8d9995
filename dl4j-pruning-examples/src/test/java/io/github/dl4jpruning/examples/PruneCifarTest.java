package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Json;
import io.github.dl4jpruning.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruneCifarTest {
  @TempDir static Path folder;

  private static Program program;
  private static JsonNode report;

  @BeforeAll
  static void run() throws IOException {
    Path file = folder.resolve("report.json");
    program = run(file, "--epochs", "2", "--report-dir", folder.resolve("pages").toString());
    report = Json.MAPPER.readTree(file.toFile());
  }

  @Test
  void main_filters_shrinksTheNetworkAndItsControl() {
    assertEquals(0, program.code(), program.err());
    assertEquals("", program.err());
    assertEquals(1_201_546, report.at("/dense/cost/parameters").asLong());
    assertEquals(305_866, report.at("/pruned/cost/parameters").asLong());
    assertEquals(305_866, report.at("/fromScratch/cost/parameters").asLong());
    assertEquals(9_157_632, report.at("/dense/cost/macs").asLong());
    assertEquals(2_514_432, report.at("/pruned/cost/macs").asLong());
    assertEquals(1, report.at("/dense/cost/batch/speedUp").asDouble());
    assertEquals(64, report.at("/pruned/cost/batch/images").asInt());
    assertTrue(report.at("/pruned/cost/single/speedUp").asDouble() > 0);
    assertTrue(
        3 * report.at("/pruned/cost/fileBytes").asLong()
            < report.at("/dense/cost/fileBytes").asLong());
  }

  @Test
  void main_filters_pageComparesTheSmallNetwork() throws IOException {
    Path tables = folder.resolve("pages").resolve("tables");

    assertTrue(
        Files.readString(tables.resolve("costs.csv"))
            .contains("\r\nparameters,counted,1201546,305866,"));
    assertTrue(Files.readString(tables.resolve("looks.csv")).contains("\r\nfrom scratch,"));
    assertTrue(
        Files.readString(tables.resolve("parameters.csv")).contains("128 × 3 × 3 × 3,3456,1728,"));
  }

  @Test
  void main_filters_tellsWhatItDid() {
    assertEquals("drawn-things", report.at("/data/name").asText());
    assertEquals("filters", report.at("/settings/pruning/what").asText());
    assertEquals("uniform", report.at("/settings/pruning/allocation").asText());
    assertEquals("cnn", report.at("/settings/training/model").asText());
    assertTrue(report.at("/settings/augmentation/flip").asBoolean());
    assertEquals(2, report.at("/settings/augmentation/shift").asInt());
    assertEquals(8, report.at("/iterations").asInt());
    assertEquals(3_456, report.at("/parameters/0/parameters").asLong());
    assertEquals(1_728, report.at("/parameters/0/kept").asLong());
    assertEquals(1_201_546, report.at("/totals/parameters").asLong());
  }

  @Test
  void main_notATerminal_printsPlainLines() {
    String out = program.out();
    assertAll(
        () -> assertFalse(out.contains("\r") || out.contains("\u001b"), out),
        () -> assertTrue(out.contains("\nfrom scratch: step 8 of 8, loss "), out),
        () -> assertTrue(out.contains("\n64 images, ms "), out),
        () -> assertTrue(out.contains("\nFilters are removed: "), out));
  }

  @Test
  void main_weightsOfAGraph_hasNoControl() throws IOException {
    Path file = folder.resolve("weights.json");
    Program weights =
        run(
            file,
            "--epochs=1",
            "--what=weights",
            "--model=resnet",
            "--sparsity=0.8",
            "--quiet",
            "--no-flip",
            "--evaluate-on=validation");

    assertEquals(0, weights.code(), weights.err());
    assertTrue(weights.out().startsWith("\nResNet, pruned:\n"), weights.out());
    assertTrue(weights.out().lines().allMatch(line -> line.length() <= 80), weights.out());
    assertTrue(weights.out().endsWith("zeroed, not removed.\n"), weights.out());
    JsonNode written = Json.MAPPER.readTree(file.toFile());
    assertFalse(written.has("fromScratch"));
    assertFalse(written.at("/settings/augmentation/flip").asBoolean());
    assertEquals(written.at("/dense/cost/macs").asLong(), written.at("/pruned/cost/macs").asLong());
    assertEquals("global", written.at("/settings/pruning/allocation").asText());
    assertEquals("magnitude", written.at("/settings/pruning/criterion").asText());
    assertEquals(0.001, written.at("/settings/training/l2").asDouble());
  }

  @Test
  void report_fields_areThoseDocumented() throws IOException {
    assertEquals(
        String.join("\n", ReportFields.documented(true)),
        String.join("\n", ReportFields.of(report)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--data folder | --data DIR and --full go with --dataset cifar10",
        "--full | --data DIR and --full go with --dataset cifar10",
        "--dataset cifar100 | Invalid value for option '--dataset': expected one of [drawn,"
            + " cifar10] but was 'cifar100'",
        "--model lenet5 | Invalid value for option '--model': expected one of [cnn, resnet] but"
            + " was 'lenet5'",
        "--what layers | Invalid value for option '--what': expected one of [weights, filters] but"
            + " was 'layers'",
        "--method surgery | Filters go with --method prune only, got surgery",
        "--pairs 0 | Networks must be timed at least once, got 0",
        "--shift 9 | Images are moved by 0 to 8 pixels, got 9",
        "--train-images 9 | --train-images must be 10 to 5000, got 9",
      })
  void main_wrongOption_isOneLineAndCode2(String options, String message) {
    Program wrong = Program.run(Commands.line(new PruneCifar()), options.split(" "));

    assertEquals(message + "\n", wrong.err());
    assertEquals("", wrong.out());
    assertEquals(2, wrong.code());
  }

  @Test
  void main_missingFolder_isOneLineAndCode1() {
    Path missing = folder.resolve("missing");
    Program wrong =
        Program.run(
            Commands.line(new PruneCifar()), "--dataset", "cifar10", "--data", missing.toString());

    assertEquals(1, wrong.err().lines().count(), wrong.err());
    assertTrue(wrong.err().contains(missing.toString()), wrong.err());
    assertEquals(1, wrong.code());
  }

  private static Program run(Path report, String... more) {
    String[] args = {
      "--batch=16", "--train-images=60", "--test-images=40", "--pairs=1", "--report=" + report
    };
    return Program.run(
        Commands.line(new PruneCifar()),
        Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new));
  }
}
