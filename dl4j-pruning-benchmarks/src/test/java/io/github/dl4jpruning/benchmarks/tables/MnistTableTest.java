package io.github.dl4jpruning.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Json;
import io.github.dl4jpruning.examples.data.DrawnDigits;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageShape;
import io.github.dl4jpruning.testing.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTableTest {
  @TempDir static Path data;
  @TempDir Path out;

  @BeforeAll
  static void writeData() throws IOException {
    write("train", DrawnDigits.generate(300, 1));
    write("t10k", DrawnDigits.generate(100, 2));
  }

  @Test
  void main_denseAndPruned_writesFilesAndSumsUp() throws IOException {
    Program dense = table("--epochs", "2");
    Program pruned = table("--epochs", "2", "--sparsity", "0.98");

    assertEquals(0, dense.code(), dense.err());
    assertEquals(0, pruned.code(), pruned.err());
    JsonNode run =
        Json.MAPPER.readTree(
            out.resolve("lenet300-0.98-prune-global-magnitude-seed1-test.json").toFile());
    assertEquals(5_324, run.get("kept").asLong());
    assertEquals(300, run.at("/settings/trainImages").asInt());
    double wrong = 100 * run.get("error").asDouble();
    assertEquals(Math.rint(wrong), wrong, 1e-9);
    String summary = table("--summarise").out();
    assertEquals(4, summary.lines().count(), summary);
    assertTrue(
        summary.contains("\n| LeNet-300-100 | 2 | dense |  | 266610 | test | 1 | "), summary);
    assertTrue(
        summary.contains(
            "\n| LeNet-300-100 | 2 | 98.0 % | prune global magnitude | 5324 | test | 1 | "),
        summary);
  }

  @Test
  void main_allocationBySensitivity_sameTotal() throws IOException {
    Program pruned = table("--epochs", "1", "--sparsity", "0.9", "--allocation", "sensitivity");

    assertEquals(0, pruned.code(), pruned.err());
    JsonNode run =
        Json.MAPPER.readTree(
            out.resolve("lenet300-0.9-prune-sensitivity-magnitude-seed1-test.json").toFile());
    assertEquals(26_620, run.get("kept").asLong());
  }

  @Test
  void main_fileExists_isNotRunAgain() throws IOException {
    table("--epochs", "1");
    Path file = out.resolve("lenet300-dense-seed1-test.json");
    byte[] before = Files.readAllBytes(file);

    Program again = table("--epochs", "1");

    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().endsWith(file + " exists: nothing to do\n"), again.out());
    assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(file)));
  }

  @Test
  void main_fileOfOtherSettings_isRefused() {
    table("--epochs", "1");
    Program other = table("--epochs", "2");

    assertEquals(1, other.code());
    assertTrue(other.err().contains(" was made with other settings: "), other.err());
    assertTrue(other.err().endsWith(". Choose another --out\n"), other.err());
  }

  @Test
  void main_fileOfBefore_isKnownAgain() throws IOException {
    table("--epochs", "1");
    Path file = out.resolve("lenet300-dense-seed1-test.json");
    ObjectNode before = (ObjectNode) Json.MAPPER.readTree(file.toFile());
    ((ObjectNode) before.get("settings")).remove(List.of("fromScratch", "augmentation"));
    Json.write(file, before);

    Program again = table("--epochs", "1");

    assertEquals(0, again.code(), again.err());
    assertEquals(3, table("--summarise").out().lines().count());
  }

  @Test
  void main_wrongOption_isOneLineAndCode2() {
    Program wrong = table("--sparsity", "-1");

    assertEquals(
        "Sparsity is the fraction to remove, at least 0 and below 1 (0.9 for 90 %), got -1.0\n",
        wrong.err());
    assertEquals(2, wrong.code());
  }

  private Program table(String... more) {
    String[] args = {"--data", data.toString(), "--out", out.toString()};
    return Program.run(
        Commands.line(new MnistTable()),
        Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static void write(String part, ImageSet images) throws IOException {
    int count = images.count();
    ByteBuffer pixels = ByteBuffer.allocate(16 + count * ImageShape.DIGITS.values());
    pixels
        .putInt(0x803)
        .putInt(count)
        .putInt(ImageShape.DIGITS.side())
        .putInt(ImageShape.DIGITS.side());
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      labels.put((byte) images.label(i));
      for (float pixel : images.image(i)) {
        pixels.put((byte) Math.round(255 * pixel));
      }
    }
    Files.write(data.resolve(part + "-images-idx3-ubyte"), pixels.array());
    Files.write(data.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }
}
