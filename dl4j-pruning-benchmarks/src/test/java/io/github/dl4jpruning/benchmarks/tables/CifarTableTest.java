package io.github.dl4jpruning.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Json;
import io.github.dl4jpruning.examples.data.DrawnThings;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.testing.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTableTest {
  @TempDir static Path data;
  @TempDir Path out;

  @BeforeAll
  static void writeData() throws IOException {
    write("data_batch_1.bin", DrawnThings.generate(48, 1));
    write("test_batch.bin", DrawnThings.generate(50, 2));
  }

  @Test
  void main_denseFiltersAndScratch_writesFilesAndSumsUp() throws IOException {
    for (String run : List.of("dense", "filters", "scratch")) {
      Program program = table("--run", run);
      assertEquals(0, program.code(), program.err());
    }

    JsonNode filters =
        Json.MAPPER.readTree(
            out.resolve("cnn-0.5-filters-uniform-magnitude-seed1-test.json").toFile());
    assertEquals(305_866, filters.at("/cost/parameters").asLong());
    assertEquals(48, filters.at("/settings/trainImages").asInt());
    assertTrue(filters.at("/settings/augmentation/flip").asBoolean());
    List<String> lines = table("--summarise").out().lines().toList();
    assertEquals(5, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith(" 64 images, times as fast | 1 image |"), lines::toString);
    assertTrue(
        lines.get(2).startsWith("| CNN | 1 | dense |  | 1201546 | test | 1 | "), lines::toString);
    assertTrue(lines.get(2).contains(" | 1201546 | 9.16 | 1.00 | "), lines::toString);
    assertTrue(
        lines.get(3).startsWith("| CNN | 1 | 50.0 % | filters uniform magnitude | "),
        lines::toString);
    assertTrue(lines.get(3).contains(" | 305866 | 2.51 | 3.64 | "), lines::toString);
    assertTrue(
        lines.get(4).startsWith("| CNN | 1 | 50.0 % | from scratch | 305866 | test | 1 | "),
        lines::toString);
  }

  @Test
  void main_filtersOfResNet_goByTaylorInTheMiddle() throws IOException {
    assertEquals(0, table("--model", "resnet", "--run", "filters").code());

    JsonNode run =
        Json.MAPPER.readTree(
            out.resolve("resnet-0.5-filters-uniform-taylor-seed1-test.json").toFile());
    assertEquals(0.3, run.at("/settings/pruning/begin").asDouble());
    assertEquals(0.7, run.at("/settings/pruning/end").asDouble());
    assertEquals(0.001, run.at("/settings/training/l2").asDouble());
    assertTrue(run.at("/cost/macs").asLong() < 3_500_000, run::toString);
  }

  @Test
  void main_fileOfOtherSettings_isRefused() {
    table();
    Program other = table("--shift", "1");

    assertEquals(1, other.code());
    assertTrue(other.err().contains(" was made with other settings: "), other.err());
  }

  private Program table(String... more) {
    String[] args = {
      "--data",
      data.toString(),
      "--out",
      out.toString(),
      "--epochs",
      "1",
      "--batch",
      "16",
      "--pairs",
      "1"
    };
    return Program.run(
        Commands.line(new CifarTable()),
        Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static void write(String name, ImageSet images) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < images.count(); i++) {
      bytes.write(images.label(i));
      for (float value : images.image(i)) {
        bytes.write(Math.round(255 * value));
      }
    }
    Files.write(data.resolve(name), bytes.toByteArray());
  }
}
