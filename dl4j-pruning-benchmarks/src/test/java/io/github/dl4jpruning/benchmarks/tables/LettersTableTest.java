package io.github.dl4jpruning.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class LettersTableTest {
  private static final String NUMBERS = ",0,15,3,7,2,10,5,5,4,13,3,9,2,8,4,10";

  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.write(
        folder.resolve("letters.csv"),
        ("lettr,…\n" + String.join("\n", lines)).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void read_lettersAreClassesAndNumbersFractions() throws IOException {
    DataSet data = LettersTable.read(file("B" + NUMBERS, "Z" + NUMBERS));

    assertEquals(2, data.numExamples());
    assertEquals(1, data.getLabels().getInt(0, 1));
    assertEquals(1, data.getLabels().getInt(1, 25));
    assertEquals(2, data.getLabels().sumNumber().intValue());
    assertEquals(0f, data.getFeatures().getFloat(0, 0));
    assertEquals(1f, data.getFeatures().getFloat(1, 1));
  }

  @Test
  void read_otherLines_refusedWithTheirPlace() throws IOException {
    Path wrong = file("B" + NUMBERS, "7" + NUMBERS);
    assertEquals(
        wrong + ", line 3: a letter from A to Z and 16 numbers, got '7" + NUMBERS + "'",
        assertThrows(IOException.class, () -> LettersTable.read(wrong)).getMessage());
    Path few = file("B,1,2");
    assertEquals(
        few + " has not 16 numbers in each line",
        assertThrows(IOException.class, () -> LettersTable.read(few)).getMessage());
  }
}
