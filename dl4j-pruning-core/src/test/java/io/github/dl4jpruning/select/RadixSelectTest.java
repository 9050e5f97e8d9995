package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RadixSelectTest {
  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    1f,
    Math.nextUp(1f),
    -1f
  };

  @ParameterizedTest
  @CsvSource({"1, -2", "2, 0.5", "3, 3", "4, 3", "5, 7"})
  void kthSmallest_fiveScores_inOrder(int k, float score) {
    assertEquals(score, RadixSelect.kthSmallest(new float[] {3, 0.5f, 7, -2, 3}, k));
  }

  @Test
  void kthSmallest_oneScore_thatOne() {
    assertEquals(-0.25f, RadixSelect.kthSmallest(new float[] {-0.25f}, 1));
  }

  @Test
  void kthSmallest_bothZeros_positiveZero() {
    assertEquals(0f, RadixSelect.kthSmallest(new float[] {-0f}, 1));
    assertEquals(0f, RadixSelect.kthSmallest(new float[] {0f, -0f}, 1));
  }

  @Test
  void kthSmallest_given_notChanged() {
    float[] scores = {3, -0f, 7, -2};
    RadixSelect.kthSmallest(scores, 2);

    assertArrayEquals(new float[] {3, -0f, 7, -2}, scores);
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "4, 3", "-1, 3", "1, 0"})
  void kthSmallest_kOutside_error(int k, int n) {
    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> RadixSelect.kthSmallest(new float[n], k));

    assertEquals("k must be 1 to " + n + ", the number of scores, got " + k, error.getMessage());
  }

  static IntStream seeds() {
    return IntStream.range(0, 120);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void kthSmallest_random_asSorting(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = seed < 20 ? seed + 1 : random.nextInt(1, 5_001);
    float[] scores = scores(random, n, seed % 5);
    float[] sorted = sortedWithoutNegativeZero(scores);
    for (int i = 0; i < 20; i++) {
      int k = i == 0 ? 1 : i == 1 ? n : random.nextInt(1, n + 1);
      int[] keys = new int[n + 3];
      for (int j = 0; j < n; j++) {
        keys[j] = RadixSelect.key(scores[j]);
      }

      assertEquals(sorted[k - 1], RadixSelect.kthSmallest(scores, k));
      assertEquals(RadixSelect.key(sorted[k - 1]), RadixSelect.kthSmallestKey(keys, n, k));
    }
  }

  @Test
  void kthSmallest_aMillion_asSorting() {
    float[] scores = scores(new SplittableRandom(1), 1_000_000, 0);
    float[] sorted = sortedWithoutNegativeZero(scores);

    for (int k : new int[] {1, 2, 500_000, 980_000, 1_000_000}) {
      assertEquals(sorted[k - 1], RadixSelect.kthSmallest(scores, k));
    }
  }

  @Test
  void key_specialScores_orderedAsScores() {
    for (float a : SPECIAL) {
      for (float b : SPECIAL) {
        assertEquals(
            Integer.signum(Float.compare(a + 0f, b + 0f)),
            Integer.signum(Integer.compareUnsigned(RadixSelect.key(a), RadixSelect.key(b))),
            () -> a + " " + b);
      }
    }
  }

  @Test
  void key_bothZeros_equal() {
    assertEquals(RadixSelect.key(0f), RadixSelect.key(-0f));
    assertTrue(
        Integer.compareUnsigned(RadixSelect.key(-Float.MIN_VALUE), RadixSelect.key(-0f)) < 0);
  }

  private static float[] scores(SplittableRandom random, int n, int kind) {
    Supplier<Float> draw =
        switch (kind) {
          case 0 -> () -> (float) (random.nextDouble() * 2 - 1);
          case 1 -> () -> (float) random.nextInt(-2, 3);
          case 2 -> () -> SPECIAL[random.nextInt(SPECIAL.length)];
          case 3 -> () -> Float.intBitsToFloat(random.nextInt(1 << 12));
          default -> () -> anyButNan(random);
        };
    float[] scores = new float[n];
    for (int i = 0; i < n; i++) {
      scores[i] = draw.get();
    }
    return scores;
  }

  private static float anyButNan(SplittableRandom random) {
    float score = Float.intBitsToFloat(random.nextInt());
    return Float.isNaN(score) ? 0.5f : score;
  }

  private static float[] sortedWithoutNegativeZero(float[] scores) {
    float[] sorted = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      sorted[i] = scores[i] + 0f;
    }
    Arrays.sort(sorted);
    return sorted;
  }
}
