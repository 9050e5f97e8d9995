package io.github.dl4jpruning.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static final int BIG = Integer.MAX_VALUE;

  @Test
  void of_booleans_oneBitEach() {
    Mask mask = Mask.of(true, false, true, true);

    assertEquals(List.of(4L), mask.shape());
    assertArrayEquals(new long[] {0b1101}, mask.words());
    assertEquals(4, mask.length());
    assertEquals(3, mask.kept());
    assertEquals(1, mask.pruned());
    assertEquals(0.25, mask.sparsity());
    assertTrue(mask.isKept(0));
    assertFalse(mask.isKept(1));
    assertTrue(mask.isKept(3));
  }

  @Test
  void of_sixtySixBooleans_twoWords() {
    boolean[] kept = new boolean[66];
    kept[63] = true;
    kept[64] = true;

    assertArrayEquals(new long[] {Long.MIN_VALUE, 1}, Mask.of(kept).words());
  }

  @Test
  void of_noBooleans_error() {
    assertError(
        "Every dimension of a mask must be 1 to 2147483647, got shape [0]", () -> Mask.of());
  }

  @Test
  void of_words_positionIsBitOfWord() {
    Mask mask = Mask.of(List.of(5L, 13L), new long[] {1L << 63, 1});

    assertEquals(65, mask.length());
    assertEquals(2, mask.kept());
    assertTrue(mask.isKept(63));
    assertTrue(mask.isKept(64));
    assertFalse(mask.isKept(0));
  }

  @Test
  void of_bitBeyondTheEnd_error() {
    assertError(
        "A mask of shape [2, 3] has 6 bits, but a bit beyond them is set",
        () -> Mask.of(List.of(2L, 3L), new long[] {1 << 6}));
    assertError(
        "A mask of shape [65] has 65 bits, but a bit beyond them is set",
        () -> Mask.of(List.of(65L), new long[] {0, Long.MIN_VALUE}));
  }

  @Test
  void of_wordsMismatch_error() {
    assertError(
        "A mask of shape [8, 8] needs 1 words of 64 bits, got 2",
        () -> Mask.of(List.of(8L, 8L), new long[2]));
    assertError(
        "A mask of shape [65] needs 2 words of 64 bits, got 1",
        () -> Mask.of(List.of(65L), new long[1]));
    assertError(
        "A mask of shape [2147483647] needs 33554432 words of 64 bits, got 0",
        () -> Mask.of(List.of((long) BIG), new long[0]));
  }

  @Test
  void of_badShape_error() {
    assertError(
        "A mask needs at least one dimension, got shape []",
        () -> Mask.of(List.of(), new long[] {1}));
    assertError(
        "Every dimension of a mask must be 1 to 2147483647, got shape [3, 0]",
        () -> Mask.keepAll(List.of(3L, 0L)));
    assertError(
        "Every dimension of a mask must be 1 to 2147483647, got shape [-1, -1]",
        () -> Mask.keepAll(List.of(-1L, -1L)));
    assertError(
        "Every dimension of a mask must be 1 to 2147483647, got shape [2147483648]",
        () -> Mask.keepAll(List.of(2147483648L)));
    assertError(
        "A mask has at most 2147483647 positions, got shape [65536, 32768]",
        () -> Mask.keepAll(List.of(65536L, 32768L)));
    assertError(
        "A mask has at most 2147483647 positions, got shape [2147483647, 2147483647, 5]",
        () -> Mask.keepAll(List.of((long) BIG, (long) BIG, 5L)));
  }

  @Test
  void of_wordsChangedLater_maskDoesNot() {
    long[] words = {0b01};
    Mask mask = Mask.of(List.of(2L), words);
    words[0] = 0b10;
    mask.words()[0] = 0b11;

    assertEquals(Mask.of(true, false), mask);
  }

  @Test
  void of_shapeChangedLater_maskDoesNot() {
    List<Long> shape = new ArrayList<>(List.of(2L, 2L));
    Mask mask = Mask.keepAll(shape);
    shape.set(0, 4L);

    assertEquals(List.of(2L, 2L), mask.shape());
    assertThrows(UnsupportedOperationException.class, () -> mask.shape().set(0, 4L));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 192, 193})
  void keepAll_anyLength_everyBitAndNoMore(int length) {
    Mask mask = Mask.keepAll(List.of((long) length));

    assertEquals(length, mask.kept());
    assertEquals(0, mask.pruned());
    assertEquals(0, mask.sparsity());
    assertTrue(mask.isKept(0));
    assertTrue(mask.isKept(length - 1));
    assertEquals(mask, Mask.of(mask.shape(), mask.words()));
  }

  @Test
  void ofNonZero_bothZeros_pruned() {
    float[] values = {
      1f, 0f, -0f, -2f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY
    };

    assertEquals(
        Mask.of(List.of(2L, 4L), new long[] {0b11111001}), Mask.ofNonZero(List.of(2L, 4L), values));
  }

  @Test
  void ofNonZero_allZero_keepsNothing() {
    Mask mask = Mask.ofNonZero(List.of(70L), new float[70]);

    assertEquals(0, mask.kept());
    assertEquals(1, mask.sparsity());
  }

  @Test
  void ofNonZero_wrongNumberOfValues_error() {
    assertError(
        "A parameter of shape [2, 3] has 6 values, got 5",
        () -> Mask.ofNonZero(List.of(2L, 3L), new float[5]));
  }

  @Test
  void union_twoMasks_keepsEither() {
    assertEquals(
        Mask.of(true, true, true, false),
        Mask.of(true, true, false, false).union(Mask.of(true, false, true, false)));
  }

  @Test
  void intersection_twoMasks_keepsBoth() {
    assertEquals(
        Mask.of(true, false, false, false),
        Mask.of(true, true, false, false).intersection(Mask.of(true, false, true, false)));
  }

  @Test
  void minus_laterMask_whatWasPrunedSince() {
    assertEquals(
        Mask.of(false, true, false, false),
        Mask.of(true, true, false, false).minus(Mask.of(true, false, true, false)));
  }

  @Test
  void isSubsetOf_sparserOrEqual_true() {
    Mask dense = Mask.of(true, true, false);
    Mask sparse = Mask.of(false, true, false);

    assertTrue(sparse.isSubsetOf(dense));
    assertTrue(dense.isSubsetOf(dense));
    assertFalse(dense.isSubsetOf(sparse));
    assertFalse(Mask.of(false, false, true).isSubsetOf(dense));
  }

  @Test
  void combine_differentShapes_error() {
    Mask a = Mask.keepAll(List.of(2L, 3L));
    Mask b = Mask.keepAll(List.of(3L, 2L));
    String text = "Masks of different shapes can't be combined: [2, 3] and [3, 2]";

    assertError(text, () -> a.union(b));
    assertError(text, () -> a.intersection(b));
    assertError(text, () -> a.minus(b));
    assertError(text, () -> a.isSubsetOf(b));
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void combine_randomMasks_asBitSetsDo(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int length = random.nextInt(1, 300);
    BitSet a = bits(random, length);
    BitSet b = bits(random, length);
    BitSet union = (BitSet) a.clone();
    union.or(b);
    BitSet both = (BitSet) a.clone();
    both.and(b);
    BitSet minus = (BitSet) a.clone();
    minus.andNot(b);

    assertEquals(mask(union, length), mask(a, length).union(mask(b, length)));
    assertEquals(mask(both, length), mask(a, length).intersection(mask(b, length)));
    assertEquals(mask(minus, length), mask(a, length).minus(mask(b, length)));
    assertTrue(mask(both, length).isSubsetOf(mask(a, length)));
    assertEquals(minus.isEmpty(), mask(a, length).isSubsetOf(mask(b, length)));
    assertEquals(a.cardinality(), mask(a, length).kept());
    for (int i = 0; i < length; i++) {
      assertEquals(a.get(i), mask(a, length).isKept(i));
    }
  }

  @Test
  void equals_sameBitsAndShape_equal() {
    Mask mask = Mask.of(List.of(2L, 2L), new long[] {0b0110});

    assertEquals(mask, Mask.of(List.of(2L, 2L), new long[] {0b0110}));
    assertEquals(mask.hashCode(), Mask.of(List.of(2L, 2L), new long[] {0b0110}).hashCode());
    assertNotEquals(mask, Mask.of(List.of(2L, 2L), new long[] {0b0111}));
    assertNotEquals(mask, Mask.of(List.of(4L), new long[] {0b0110}));
    assertNotEquals(mask, "Mask[2, 2]");
  }

  @Test
  void toString_shapeAndCounts() {
    assertEquals("Mask[3] keeps 2 of 3 (33.33 % pruned)", Mask.of(true, false, true).toString());
    assertEquals(
        "Mask[784, 300] keeps 235200 of 235200 (0.00 % pruned)",
        Mask.keepAll(List.of(784L, 300L)).toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, 63, Integer.MIN_VALUE})
  void isKept_outside_error(int position) {
    Exception error =
        assertThrows(
            IndexOutOfBoundsException.class, () -> Mask.of(true, true, true).isKept(position));

    assertEquals("Position " + position + " is outside a mask of 3 positions", error.getMessage());
  }

  @Test
  void errors_localeWithOwnDigits_plainDigits() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      Exception error =
          assertThrows(IndexOutOfBoundsException.class, () -> Mask.of(true, true).isKept(7));
      assertEquals("Position 7 is outside a mask of 2 positions", error.getMessage());
      assertEquals("Mask[2] keeps 1 of 2 (50.00 % pruned)", Mask.of(true, false).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  private static BitSet bits(SplittableRandom random, int length) {
    int density = random.nextInt(0, 101);
    BitSet bits = new BitSet(length);
    for (int i = 0; i < length; i++) {
      bits.set(i, random.nextInt(100) < density);
    }
    return bits;
  }

  private static Mask mask(BitSet bits, int length) {
    boolean[] kept = new boolean[length];
    for (int i = 0; i < length; i++) {
      kept[i] = bits.get(i);
    }
    return Mask.of(kept);
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
