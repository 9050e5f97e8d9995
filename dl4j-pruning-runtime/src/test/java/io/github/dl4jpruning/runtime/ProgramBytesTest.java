package io.github.dl4jpruning.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.format.ProgramBytes;
import io.github.dl4jpruning.program.Program;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs as bytes, and bytes that are none. Ten times as many tries: {@code -Dfuzz=10}. */
class ProgramBytesTest {
  private static final int TIMES = Integer.getInteger("fuzz", 1);

  static java.util.stream.Stream<String> kinds() {
    return Programs.all().keySet().stream();
  }

  private static Draw draw(String kind) {
    Draw draw = new Draw(kind.hashCode());
    Programs.all().get(kind).accept(draw);
    return draw;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void read_written_sameProgram(String kind) throws IOException {
    Program program = draw(kind).program();
    byte[] bytes = ProgramBytes.of(program);
    Program read = ProgramBytes.read(bytes);
    assertEquals(program.toString(), read.toString());
    assertArrayEquals(bytes, ProgramBytes.of(read));
    for (int i = 0; i < program.inputs().size(); i++) {
      assertEquals(program.inputs().get(i).isEven(), read.inputs().get(i).isEven());
    }
  }

  /** Nothing but an IOException, and no memory beyond what the bytes and weights account for. */
  @ParameterizedTest
  @MethodSource("kinds")
  void read_changedBytes_refusedOrAProgram(String kind) {
    Draw draw = draw(kind);
    byte[] bytes = ProgramBytes.of(draw.program());
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 600 * TIMES; i++) {
      byte[] changed = bytes.clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        int at = random.nextInt(changed.length);
        changed[at] =
            (byte)
                (random.nextBoolean() ? random.nextInt(256) : changed[at] ^ 1 << random.nextInt(8));
      }
      try {
        Program program = ProgramBytes.read(changed);
        SparseNetwork.of(program, key -> weights(draw, key));
      } catch (IOException e) {
        assertTrue(e.getMessage().startsWith("the program"), e.getMessage());
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage() != null); // a weight that does not fit: read says so
      }
    }
  }

  private static float[] weights(Draw draw, String key) {
    float[] values = draw.parameters.get(key);
    if (values == null) {
      throw new IllegalArgumentException("There is no parameter " + key);
    }
    return values;
  }

  @Test
  void read_everyTruncation_refused() {
    byte[] bytes = ProgramBytes.of(draw("lstm").program());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertEquals(
          "the program is not valid: it was cut off",
          assertThrows(IOException.class, () -> ProgramBytes.read(cut)).getMessage());
    }
    assertEquals(
        "the program is not valid: 1 bytes follow its end",
        assertThrows(
                IOException.class, () -> ProgramBytes.read(Arrays.copyOf(bytes, bytes.length + 1)))
            .getMessage());
  }
}
