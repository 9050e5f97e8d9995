package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of every version stay readable. */
class GoldenFilesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  @ParameterizedTest
  @EnumSource
  void read_fileOfFirstVersion_whatWasWritten(GoldenFiles golden) throws IOException {
    Model network = golden.network();

    PrunedModel read;
    try (InputStream in = getClass().getResourceAsStream("/golden/" + golden.fileName())) {
      read = PrunedModelFile.read(in, ReadOptions.defaults());
    }

    assertEquals(golden.kind, read.network().getClass());
    assertEquals(golden.masks(network), read.masks());
    assertArrayEquals(Saved.bits(network.params()), Saved.bits(read.network().params()));
    assertEquals(12, PrunableModel.of(read.network()).iteration());
    assertTrue(Saved.json(read.network()).contains("\"epochCount\" : 3"));
    if (golden.state) {
      assertArrayEquals(Saved.bits(Saved.state(network)), Saved.bits(Saved.state(read.network())));
    }
  }

  /** The reader in the documentation knows the layout from the documentation alone. */
  @ParameterizedTest
  @EnumSource
  void readPrunedPy_goldenFile_sameValues(GoldenFiles golden) throws Exception {
    Path script = Path.of("..", "docs", "read_pruned.py");
    Process python;
    try {
      python =
          new ProcessBuilder(
                  "python3", script.toString(), FOLDER.resolve(golden.fileName()).toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      python = abort("needs python3");
    }
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(python.waitFor(120, TimeUnit.SECONDS));

    assertEquals(lines(golden), output.lines().toList());
  }

  private static List<String> lines(GoldenFiles golden) {
    Model network = golden.network();
    MaskStore masks = golden.masks(network);
    List<ModelParam> params = PrunableModel.of(network).params();
    List<String> lines = new ArrayList<>();
    lines.add("%s %s parameters".formatted(golden.kind.getSimpleName(), params.size()));
    for (ModelParam param : params) {
      byte[] bits = Saved.bits(PrunableModel.of(network).flatParam(param));
      boolean masked = masks.get(param.key()).isPresent();
      lines.add(
          line(
              param.key(),
              param.shape().toString(),
              network.paramTable().get(param.key()).ordering(),
              masks.get(param.key()).map(Mask::kept).orElse(param.length()),
              masked,
              bits));
    }
    if (golden.state) {
      byte[] bits = Saved.bits(Saved.state(network));
      int nonZero = 0;
      for (float value : Saved.state(network).reshape(bits.length / 4).toFloatVector()) {
        nonZero += value == 0 ? 0 : 1;
      }
      lines.add(line("updater", List.of(bits.length / 4).toString(), 'c', nonZero, false, bits));
    }
    return lines;
  }

  private static String line(
      String key, String shape, char order, int kept, boolean masked, byte[] bits) {
    CRC32 crc = new CRC32();
    crc.update(bits);
    return String.format(
        Locale.ROOT,
        "%s %s %s %d %s %08x",
        key,
        shape,
        shape.contains(",") ? order : 'c',
        kept,
        masked ? "masked" : "free",
        crc.getValue());
  }
}
