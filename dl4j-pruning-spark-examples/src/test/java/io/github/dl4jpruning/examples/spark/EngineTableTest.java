package io.github.dl4jpruning.examples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTableTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void main_fewImages_leavesAFile(EngineTable.By by) throws IOException {
    writeMnist(640);

    int code =
        EngineTable.line()
            .execute(
                "--data", folder.toString(),
                "--out", folder.resolve("out").toString(),
                "--by", by.name(),
                "--epochs", "2",
                "--sparsity", "0.9");

    assertEquals(0, code);
    String name = by.name().toLowerCase(Locale.ROOT) + "-0.9-seed1.json";
    JsonNode run = new JsonMapper().readTree(folder.resolve("out").resolve(name).toFile());
    assertEquals(2, run.get("epochs").asInt());
    assertTrue(run.get("error").asDouble() < 1);
  }

  @Test
  void table_threeSeeds_pairsDenseAndPruned() {
    List<EngineTable.Run> runs =
        List.of(
            new EngineTable.Run(EngineTable.By.SPARK, 0, 1, 12, 0.02, 1),
            new EngineTable.Run(EngineTable.By.SPARK, 0.9, 1, 12, 0.021, 1),
            new EngineTable.Run(EngineTable.By.SPARK, 0.9, 2, 12, 0.020, 1),
            new EngineTable.Run(EngineTable.By.SPARK, 0, 2, 12, 0.018, 1),
            new EngineTable.Run(EngineTable.By.SINGLE, 0, 2, 12, 0.018, 1));

    assertEquals(
        """
        | engine | dense, error in % | pruned | each seed, dense and pruned | pruned minus dense (s.e.) |
        | --- | ---: | ---: | --- | ---: |
        | Spark, 2 workers | 1.90 | 2.05 | 2.00, 2.10; 1.80, 2.00 | +0.15 (0.05) |""",
        EngineTable.table(runs));
  }

  /** MNIST's four files, with a bright line at a place that tells the digit. */
  private void writeMnist(int count) throws IOException {
    for (String part : List.of("train", "t10k")) {
      try (DataOutputStream images =
              new DataOutputStream(
                  Files.newOutputStream(folder.resolve(part + "-images-idx3-ubyte")));
          DataOutputStream labels =
              new DataOutputStream(
                  Files.newOutputStream(folder.resolve(part + "-labels-idx1-ubyte")))) {
        images.writeInt(0x803);
        images.writeInt(count);
        images.writeInt(28);
        images.writeInt(28);
        labels.writeInt(0x801);
        labels.writeInt(count);
        for (int i = 0; i < count; i++) {
          byte[] image = new byte[28 * 28];
          Arrays.fill(image, i % 10 * 60, i % 10 * 60 + 60, (byte) 255);
          images.write(image);
          labels.writeByte(i % 10);
        }
      }
    }
  }
}
