package io.github.dl4jpruning.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NaturalOrderTest {
  private static final NaturalOrder ORDER = NaturalOrder.INSTANCE;

  @Test
  void compare_keys_numbersByValue() {
    List<String> sorted =
        List.of(
            "",
            "00_W",
            "0_W",
            "1_RW",
            "01_W",
            "1_W",
            "2_W",
            "10_W",
            "10_W2",
            "10_W10",
            "99999999999999999999_W",
            "100000000000000000000_W",
            "W",
            "a",
            "a0",
            "a00",
            "a01",
            "a1",
            "a1b",
            "b");
    List<String> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(1));

    shuffled.sort(ORDER);

    assertEquals(sorted, shuffled);
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void compare_randomStrings_totalOrderConsistentWithEquals(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      String a = text(random);
      String b = text(random);
      String c = text(random);
      int ab = Integer.signum(ORDER.compare(a, b));
      int bc = Integer.signum(ORDER.compare(b, c));

      assertEquals(-ab, Integer.signum(ORDER.compare(b, a)), () -> a + " " + b);
      assertEquals(a.equals(b), ab == 0, () -> a + " " + b);
      if (ab == bc) {
        assertEquals(ab, Integer.signum(ORDER.compare(a, c)), () -> a + " " + b + " " + c);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void compare_randomIndices_byValue(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int a = random.nextInt(2_000);
    int b = random.nextInt(a + 1, 2_001);

    assertTrue(ORDER.compare(a + "_W", b + "_RW") < 0);
    assertTrue(ORDER.compare("fc" + a + "_W", "fc" + b + "_W") < 0);
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append("0012_W/:a".charAt(random.nextInt(9)));
    }
    return text.toString();
  }
}
