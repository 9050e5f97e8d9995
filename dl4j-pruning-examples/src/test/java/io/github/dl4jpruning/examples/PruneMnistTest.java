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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruneMnistTest {
  @TempDir static Path folder;

  private static Program program;
  private static JsonNode report;

  @BeforeAll
  static void run() throws IOException {
    Path file = folder.resolve("results").resolve("report.json");
    program = run(file, "--epochs", "3");
    report = Json.MAPPER.readTree(file.toFile());
  }

  @Test
  void main_smallRun_succeeds() {
    assertEquals(0, program.code(), program.err());
    assertEquals("", program.err());
  }

  @Test
  void main_smallRun_reachesTheTargetToTheLastWeight() {
    JsonNode totals = report.get("totals");
    assertEquals(266_200, totals.get("weights").asLong());
    assertEquals(266_200 - Math.round(0.937 * 266_200), totals.get("keptWeights").asLong());
    assertEquals(266_610, totals.get("parameters").asLong());

    long kept = 0;
    for (JsonNode parameter : report.get("parameters")) {
      kept += parameter.get("kept").asLong();
    }
    assertEquals(totals.get("keptParameters").asLong(), kept);
    JsonNode events = report.get("events");
    assertEquals(totals.get("sparsity"), events.get(events.size() - 1).get("sparsity"));
  }

  @Test
  void main_smallRun_tellsWhatItDid() {
    assertEquals("drawn-digits", report.at("/data/name").asText());
    assertEquals(270, report.at("/data/trainImages").asInt());
    assertEquals(30, report.at("/data/validationImages").asInt());
    assertEquals(100, report.at("/data/evaluatedImages").asInt());
    assertEquals(3 * 5, report.at("/iterations").asInt());
    assertEquals("lenet300", report.at("/settings/training/model").asText());
    assertEquals("1.0.0-M2.1", report.at("/versions/dl4j").asText());
    assertEquals(10, report.at("/pruned/course").size());
    assertTrue(report.at("/pruned/accuracy").asDouble() > 0);
    assertEquals(
        report.at("/dense/trainAccuracy").asDouble() - report.at("/dense/accuracy").asDouble(),
        report.at("/dense/gap").asDouble(),
        1e-12);
  }

  @Test
  void main_notATerminal_printsPlainLinesAndTheLog() {
    String out = program.out();
    assertAll(
        () -> assertFalse(out.contains("\r") || out.contains("\u001b"), out),
        () -> assertTrue(out.contains("\ndense: step 15 of 15, loss "), out),
        () ->
            assertTrue(
                Pattern.compile(
                        "\n[0-9:]{8} iteration 9: 249429 of 266200"
                            + " weights pruned \\(93\\.70 %\\), [0-9.]+ ms\n")
                    .matcher(out)
                    .find(),
                out),
        () -> assertTrue(out.contains("\nall  weights "), out),
        () -> assertTrue(out.contains("\nZeros alone speed nothing up in ND4J"), out));
  }

  @Test
  void main_smallRun_leavesNothingButTheReport() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("results"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void main_quietWithPage_printsTablesOnly() throws IOException {
    Path pages = folder.resolve("pages");
    Program quiet =
        run(
            folder.resolve("quiet.json"),
            "--epochs",
            "1",
            "--quiet",
            "--evaluate-on=validation",
            "--report-dir",
            pages.toString());

    assertEquals(0, quiet.code(), quiet.err());
    assertTrue(quiet.out().startsWith("\nLeNet-300-100, pruned:\n"), quiet.out());
    assertTrue(quiet.out().contains("\nvalidation accuracy "), quiet.out());
    assertTrue(quiet.out().endsWith("zeroed, not removed.\n"), quiet.out());
    JsonNode json = Json.MAPPER.readTree(folder.resolve("quiet.json").toFile());
    assertEquals(
        "accuracy,measured,%s,%s"
            .formatted(json.at("/dense/accuracy"), json.at("/pruned/accuracy")),
        Files.readAllLines(pages.resolve("tables/quality.csv")).get(1).replaceFirst(",[^,]*$", ""));
    assertTrue(Files.readString(pages.resolve("report.html")).contains("LeNet-300-100, drawn"));
  }

  @Test
  void report_fields_areThoseDocumented() throws IOException {
    assertEquals(
        String.join("\n", ReportFields.documented(false)),
        String.join("\n", ReportFields.of(report)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sparsity 1 | Sparsity is the fraction to remove, at least 0 and below 1 (0.9 for 90 %),"
            + " got 1.0",
        "--sparsity much | Invalid value for option '--sparsity': 'much' is not a double",
        "--epochs 0 | Training needs at least 1 epoch, got 0",
        "--batch 0 | A batch needs at least 1 image, got 0",
        "--learning-rate 0 | The learning rate must be above 0 and finite, got 0.0",
        "--l2 -1 | L2 must be at least 0 and finite, got -1.0",
        "--dataset cifar | Invalid value for option '--dataset': expected one of [drawn,"
            + " mnist] but was 'cifar'",
        "--model vgg | Invalid value for option '--model': expected one of [lenet5,"
            + " lenet300] but was 'vgg'",
        "--schedule slow | Invalid value for option '--schedule': expected one of [cubic,"
            + " linear, exponential, cosine, constant] but was 'slow'",
        "--data folder | --data DIR goes with --dataset mnist",
        "--train-images 9 | --train-images must be 10 to 10000, got 9",
        "--test-images 2001 | --test-images must be 1 to 2000, got 2001",
        "--seeds 3 | Unknown options: '--seeds', '3'",
      })
  void main_wrongOption_isOneLineAndCode2(String options, String message) {
    Program wrong = Program.run(Commands.line(new PruneMnist()), options.split(" "));

    assertEquals(message + "\n", wrong.err());
    assertEquals("", wrong.out());
    assertEquals(2, wrong.code());
  }

  @Test
  void main_missingFolder_isOneLineAndCode1() {
    Path missing = folder.resolve("missing");
    Program wrong =
        Program.run(
            Commands.line(new PruneMnist()), "--dataset", "mnist", "--data", missing.toString());

    assertEquals(1, wrong.err().lines().count(), wrong.err());
    assertTrue(wrong.err().contains(missing.toString()), wrong.err());
    assertEquals(1, wrong.code());
  }

  @Test
  void main_reportThatCantBeWritten_isOneLineBeforeTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (String option : new String[] {"--report", "--report-dir"}) {
      Program wrong =
          Program.run(
              Commands.line(new PruneMnist()), option, file.resolve("sub").resolve("x").toString());

      assertEquals(1, wrong.err().lines().count(), wrong.err());
      assertTrue(wrong.err().contains(file + " is a file. Choose another " + option), wrong.err());
      assertEquals("", wrong.out());
      assertEquals(1, wrong.code());
    }
  }

  @Test
  void main_help_namesEveryDefault() {
    String help = Program.run(Commands.line(new PruneMnist()), "--help").out();

    assertTrue(help.startsWith("Usage: prune-mnist "), help);
    assertTrue(help.contains("Default: report.json."), help);
  }

  private static Program run(Path report, String... more) {
    String[] args = {
      "--model",
      "lenet300",
      "--batch",
      "64",
      "--sparsity",
      "0.937",
      "--train-images",
      "300",
      "--test-images",
      "100",
      "--report",
      report.toString()
    };
    return Program.run(
        Commands.line(new PruneMnist()),
        Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new));
  }
}
