package io.github.dl4jpruning.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of versions 2 and 3, with inputs and what DL4J made of them. */
class GoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private static float[] floats(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2/dense", "v2/images", "v2/series", "v2/attention", "v3/card"})
  void read_goldenFile_answersAsDl4j(String name) throws IOException {
    SparseNetwork network = SparseNetwork.read(FOLDER.resolve(name + ".dlp"));
    assertArrayEquals(
        floats(FOLDER.resolve(name + ".out")),
        network.predict(floats(FOLDER.resolve(name + ".in"))),
        1e-5f);
    assertEquals(name.equals("v3/card") ? "{\"title\": \"Größe\"}" : "", network.card().orElse(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2/dense", "v2/images", "v2/series", "v2/attention", "v3/card"})
  void read_damagedFile_refused(String name) throws IOException {
    byte[] file = Files.readAllBytes(FOLDER.resolve(name + ".dlp"));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      IOException e = assertThrows(IOException.class, () -> read(cut));
      assertTrue(e.getMessage().contains("the file was cut off"), e.getMessage());
    }
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = file.clone();
      damaged[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      assertThrows(IOException.class, () -> read(damaged));
    }
  }

  private static SparseNetwork read(byte[] file) throws IOException {
    return SparseNetwork.read(new ByteArrayInputStream(file), 1 << 20);
  }

  @Test
  void read_missingFileOrTooManyParameters_saysWhat() throws IOException {
    assertEquals(
        "Can't read missing.dlp: there is no such file",
        assertThrows(IOException.class, () -> SparseNetwork.read(Path.of("missing.dlp")))
            .getMessage());
    byte[] file = Files.readAllBytes(FOLDER.resolve("v2/dense.dlp"));
    String message =
        assertThrows(
                IOException.class, () -> SparseNetwork.read(new ByteArrayInputStream(file), 10))
            .getMessage();
    assertTrue(message.contains("but at most 10 may be read"), message);
  }

  private static String main(int status, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(status, Main.run(out, out, arguments));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void main_file_describesAndTimes() {
    String text = main(0, FOLDER.resolve("v2/series.dlp").toString(), "3");
    assertTrue(text.contains("LSTM"), text);
    assertTrue(text.contains("batch 3 on random input:"), text);
  }

  @Test
  void main_card_printsIt() {
    assertEquals(
        "{\"title\": \"Größe\"}", main(0, FOLDER.resolve("v3/card.dlp").toString(), "card").trim());
    assertEquals(
        "It has no model card", main(0, FOLDER.resolve("v2/dense.dlp").toString(), "card").trim());
  }

  @Test
  void main_predict_answersLineByLine(@TempDir Path folder) throws IOException {
    String net = FOLDER.resolve("v2/dense.dlp").toString();
    String raw = main(0, net, "predict", FOLDER.resolve("v2/dense.in").toString());
    assertEquals(8, raw.lines().count());
    float[] in = floats(FOLDER.resolve("v2/dense.in"));
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < in.length; i++) {
      csv.append(in[i]).append(i % 4 == 3 ? "\n" : ", ");
    }
    Path file = Files.writeString(folder.resolve("examples.csv"), csv);
    assertEquals(raw, main(0, net, "predict", file.toString()));
    Files.writeString(file, "1,2\n3,x\n");
    String error = main(1, net, "predict", file.toString());
    assertTrue(error.contains("line 2: not a number: x"), error);
  }

  @Test
  void main_wrongUse_saysHow() {
    assertTrue(main(2).startsWith("Usage: net.dlp [batch]"));
    assertTrue(main(1, "missing.dlp").contains("there is no such file"));
  }
}
