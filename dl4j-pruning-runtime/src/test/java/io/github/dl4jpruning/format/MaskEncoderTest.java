package io.github.dl4jpruning.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The coder of masks, with its decoder. */
class MaskEncoderTest {
  /** The bound is N·H; learning the chances costs a few bytes. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.999})
  void encode_randomMask_withinTwoPercentOfEntropy(double sparsity) throws IOException {
    int length = 300_000;
    long[] words = random(length, sparsity);
    double density = (double) kept(words) / length;
    double bytes = length * (term(density) + term(1 - density)) / 8;

    byte[] coded = MaskEncoder.encode(words, length, 300, length);

    assertTrue(coded.length < 1.02 * bytes + 40, coded.length + " for " + bytes);
    assertArrayEquals(words, MaskDecoder.decode(coded, length, 300, kept(words)));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "63, 5", "64, 64", "65, 1", "129, 2", "1000, 999", "1000, 5000"})
  void decode_anyLength_sameMask(int length, int stride) throws IOException {
    for (double sparsity : new double[] {0, 0.1, 0.5, 0.9, 1}) {
      long[] words = random(length, sparsity);
      byte[] coded = MaskEncoder.encode(words, length, stride, length + 100);
      assertArrayEquals(words, MaskDecoder.decode(coded, length, stride, kept(words)));
    }
  }

  /** Whole columns or whole rows pruned: an eighth of N·H and less. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void encode_structuredMask_farBelowEntropy(boolean columns) {
    int rows = 300;
    SplittableRandom random = new SplittableRandom(1);
    boolean[] dead = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      dead[i] = random.nextBoolean();
    }
    long[] words = new long[(rows * rows + 63) / 64];
    for (int i = 0; i < rows * rows; i++) {
      if (!dead[columns ? i / rows : i % rows]) {
        words[i / 64] |= 1L << i;
      }
    }

    byte[] coded = MaskEncoder.encode(words, rows * rows, rows, rows * rows);

    assertTrue(coded.length < rows * rows / 60, () -> coded.length + " bytes");
  }

  @Test
  void encode_beyondTheLimit_none() {
    long[] words = random(10_000, 0.5);

    assertEquals(0, MaskEncoder.encode(words, 10_000, 0, 1249).length);
  }

  @Test
  void decode_wrongCountOrLength_saysWhatIsWrong() throws IOException {
    long[] words = random(1000, 0.9);
    byte[] coded = MaskEncoder.encode(words, 1000, 0, 1000);
    int kept = kept(words);

    assertEquals(
        "its positions do not decode: %s of %s bytes used, %s kept positions found of %s"
            .formatted(coded.length, coded.length, kept, kept + 1),
        assertThrows(IOException.class, () -> MaskDecoder.decode(coded, 1000, 0, kept + 1))
            .getMessage());
    assertThrows(
        IOException.class,
        () -> MaskDecoder.decode(Arrays.copyOf(coded, coded.length + 1), 1000, 0, kept));
    assertThrows(IOException.class, () -> MaskDecoder.decode(new byte[0], 1000, 0, kept));
  }

  private static long[] random(int length, double sparsity) {
    SplittableRandom random = new SplittableRandom(length);
    long[] words = new long[(length + 63) / 64];
    for (int i = 0; i < length; i++) {
      if (random.nextDouble() >= sparsity) {
        words[i / 64] |= 1L << i;
      }
    }
    return words;
  }

  private static int kept(long[] words) {
    return Arrays.stream(words).mapToInt(Long::bitCount).sum();
  }

  private static double term(double p) {
    return p == 0 ? 0 : -p * Math.log(p) / Math.log(2);
  }
}
