package io.github.dl4jpruning.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Weight;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written and read without DL4J: a matrix [4, 50], a bias of 4, an updater's state of 6. */
class NetworkFileTest {
  private static final int WEIGHTS = 200;
  private static final int ALL = 204;

  /** Bytes of it in UTF-16 are none of UTF-8. */
  private static final String CARD = "\uD800\uDC00";

  /** Numbers that 16 bits hold; two of three weights are zero. */
  private static double number(long i) {
    return i < WEIGHTS && i % 3 != 0 ? 0 : (i % 17 - 8) / 4.0 + 0.125;
  }

  private record Numbers(int width) implements Values {
    @Override
    public void get(long from, int count, byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        double value = number(from + i);
        switch (width) {
          case 2 -> buffer.putShort(HalfPrecision.bitsOf((float) value));
          case 4 -> buffer.putFloat((float) value);
          default -> buffer.putDouble(value);
        }
      }
    }
  }

  private static final List<Stretch> STRETCHES =
      List.of(
          new Stretch("0_W", List.of(50L, 4L), true, 0, WEIGHTS, 50, true),
          new Stretch("0_b", List.of(4L), false, WEIGHTS, 4, 0, false));

  private static long[] mask() {
    long[] words = new long[4];
    for (int i = 0; i < WEIGHTS; i += 3) {
      words[i / 64] |= 1L << i;
    }
    return words;
  }

  private static Program program(String weight) {
    return Program.of(
        List.of(Input.of("x", 50)),
        List.of(Operation.of(Op.GEMM, "y", "x").with("W", Weight.of(weight, 4, 50))),
        List.of("y"));
  }

  private static byte[] file(
      int version, int width, boolean half, Sharing sharing, boolean masked, String weight)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] json = ConfigurationText.minimised("{ \"a b\" : \"c \\\" d\" }");
    byte[] deflated = ConfigurationText.deflate(json);
    byte[] program = ProgramBytes.of(program(weight));
    byte[] deflatedProgram = ConfigurationText.deflate(program);
    byte[] card = CARD.getBytes(StandardCharsets.UTF_16BE);
    byte[] deflatedCard = ConfigurationText.deflate(card);
    FileOutput file = new FileOutput(out);
    new Header(
            version,
            NetworkKind.LAYERS,
            width,
            ALL,
            6,
            2,
            new Header.Inflated(deflated.length, json.length),
            new Header.Inflated(deflatedProgram.length, program.length),
            new Header.Inflated(deflatedCard.length, card.length))
        .write(file);
    file.putPart(deflated);
    if (version > Header.FIRST) {
      file.putPart(deflatedProgram);
    }
    if (version > Header.SECOND) {
      file.putPart(deflatedCard);
    }
    SectionWriter.Masks masks = key -> masked && key.equals("0_W") ? mask() : null;
    SectionWriter sections =
        new SectionWriter(file, version, new Numbers(width), masks, half, sharing);
    for (Stretch stretch : STRETCHES) {
      sections.write(stretch);
    }
    SectionWriter state =
        new SectionWriter(file, version, new Numbers(width), SectionWriter.Masks.NONE, false, null);
    for (Stretch piece : Stretch.ofState(6)) {
      state.write(piece);
    }
    file.finish();
    return out.toByteArray();
  }

  private static NetworkFile read(byte[] file) throws IOException {
    return NetworkFile.read(new ByteArrayInputStream(file), 1000);
  }

  private static float[] numbers(int from, int to) {
    float[] numbers = new float[to - from];
    for (int i = from; i < to; i++) {
      numbers[i - from] = (float) number(i);
    }
    return numbers;
  }

  @ParameterizedTest
  @CsvSource({"2,false,true", "4,false,true", "8,false,false", "4,true,false", "8,true,true"})
  void read_anyWidth_whatWasWritten(int width, boolean half, boolean masked) throws IOException {
    NetworkFile file = read(file(2, width, half, null, masked, "0_W"));
    assertArrayEquals(numbers(0, WEIGHTS), file.values("0_W"));
    assertArrayEquals(numbers(WEIGHTS, ALL), file.values("0_b"));
    assertEquals(program("0_W").toString(), file.program().toString());
    assertEquals(
        "There is no parameter 1_W",
        assertThrows(IllegalArgumentException.class, () -> file.values("1_W")).getMessage());
  }

  /** The numbers are 17 multiples of an eighth. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void read_sharedValues_nearestEntries(int width) throws IOException {
    for (Sharing sharing : new Sharing[] {Sharing.uniform(35), Sharing.kMeans(64)}) {
      float[] values = read(file(2, width, false, sharing, true, "0_W")).values("0_W");
      float[] expected = numbers(0, WEIGHTS);
      for (int i = 0; i < WEIGHTS; i++) {
        assertEquals(expected[i], values[i], 0.0625, sharing.toString());
      }
    }
  }

  @Test
  void read_sectionByStretch_itsMask() throws IOException {
    FileInput in = new FileInput(new ByteArrayInputStream(file(1, 4, false, null, true, "0_W")));
    Header header = Header.read(in, 1000);
    assertEquals(NetworkKind.LAYERS, header.kind());
    assertEquals(6, header.state());
    byte[] deflated = new byte[header.configuration().deflated()];
    in.getBytes(deflated, deflated.length);
    in.requireChecksum();
    assertEquals(
        "{\"a b\":\"c \\\" d\"}",
        ConfigurationText.inflate(deflated, header.configuration().inflated()));
    SectionReader sections =
        new SectionReader(in, SectionReader.Target.NONE, header.width(), header.version());
    assertArrayEquals(mask(), sections.read(STRETCHES.get(0)));
    assertEquals(null, sections.read(STRETCHES.get(1)));
  }

  @Test
  void read_otherStretch_saysWhatDiffers() throws IOException {
    FileInput in = new FileInput(new ByteArrayInputStream(file(1, 4, false, null, true, "0_W")));
    Header header = Header.read(in, 1000);
    in.getBytes(new byte[header.configuration().deflated()], header.configuration().deflated());
    in.requireChecksum();
    SectionReader sections =
        new SectionReader(in, SectionReader.Target.NONE, header.width(), header.version());
    Stretch other = new Stretch("0_W", List.of(40L, 5L), true, 0, WEIGHTS, 40, true);
    assertEquals(
        "the section of 0_W[40, 5] is not valid: its shape is [50, 4]",
        assertThrows(IOException.class, () -> sections.read(other)).getMessage());
  }

  @Test
  void read_whatDoesNotFitTogether_saysWhat() throws IOException {
    assertEquals(
        "the program refers to 7_W, which it does not have",
        assertThrows(IOException.class, () -> read(file(2, 4, false, null, true, "7_W")))
            .getMessage());
    assertEquals(
        "it has no program: read it with PrunedModelFile and DL4J, and write it again with"
            + " WriteOptions.withProgram()",
        assertThrows(IOException.class, () -> read(file(1, 4, false, null, true, "0_W")))
            .getMessage());
    assertEquals(
        "the model card is no text in UTF-8",
        assertThrows(IOException.class, () -> read(file(3, 4, false, null, true, "0_W")))
            .getMessage());
    byte[] zip = {'P', 'K', 3, 4, 0, 0, 0, 0, 0};
    assertEquals(
        "it is a zip archive, perhaps of DL4J's ModelSerializer, not a pruned network's file",
        assertThrows(IOException.class, () -> read(zip)).getMessage());
    assertEquals(
        "it is not a pruned network's file: it does not begin with 89 44 4C 50 0D 0A 1A 0A",
        assertThrows(
                IOException.class, () -> read("something else".getBytes(StandardCharsets.UTF_8)))
            .getMessage());
  }

  @Test
  void write_prunedWeightThatIsNotZero_refused() {
    long[] nothing = new long[4];
    FileOutput out = new FileOutput(new ByteArrayOutputStream());
    for (Sharing sharing : new Sharing[] {null, Sharing.uniform(4)}) {
      SectionWriter sections =
          new SectionWriter(out, 2, new Numbers(4), key -> nothing, false, sharing);
      assertEquals(
          "0_W[50, 4] is pruned at position 0, but holds -1.875 there, not +0.0. Call"
              + " Pruner.apply(network, masks) first",
          assertThrows(IllegalArgumentException.class, () -> sections.write(STRETCHES.get(0)))
              .getMessage());
    }
  }
}
