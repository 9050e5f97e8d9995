package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files of versions 2 and 3 stay readable: with DL4J, and by the reader in the documentation. */
class GoldenProgramsTest {
  private static float[] floats(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void read_goldenFile_answersAsThen(GoldenPrograms golden) throws IOException {
    PrunedModel read = PrunedModelFile.read(golden.file(".dlp"));
    assertEquals(golden.card(), read.card());
    MultiLayerNetwork network = read.network(MultiLayerNetwork.class);
    long[] shape = golden.type().getShape(true);
    shape[0] = 8;
    INDArray in = Nd4j.createFromArray(floats(golden.file(".in"))).reshape(shape);
    INDArray out = network.output(in);
    assertArrayEquals(
        floats(golden.file(".out")), out.dup('c').reshape(out.length()).toFloatVector(), 1e-5f);
  }

  @ParameterizedTest
  @EnumSource
  void readPrunedPy_goldenFile_sameValues(GoldenPrograms golden) throws Exception {
    Path script = Path.of("..", "docs", "read_pruned.py");
    Process python;
    try {
      python =
          new ProcessBuilder("python3", script.toString(), golden.file(".dlp").toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      python = abort("needs python3");
    }
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(python.waitFor(120, TimeUnit.SECONDS));
    PrunableModel model = PrunableModel.of(PrunedModelFile.read(golden.file(".dlp")).network());
    List<String> lines = output.lines().toList();
    golden.card().ifPresent(card -> assertEquals(card, lines.get(lines.size() - 1)));
    assertEquals(model.params().size() + " parameters", lines.get(0).split(" ", 2)[1], output);
    for (int i = 0; i < model.params().size(); i++) {
      ModelParam param = model.params().get(i);
      CRC32 crc = new CRC32();
      crc.update(Saved.bits(model.flatParam(param)));
      String line = lines.get(1 + i);
      assertTrue(line.startsWith(param.key() + " "), line);
      assertTrue(line.endsWith(String.format(Locale.ROOT, " %08x", crc.getValue())), line);
    }
  }
}
