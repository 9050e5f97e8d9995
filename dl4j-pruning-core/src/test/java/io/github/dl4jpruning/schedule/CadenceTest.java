package io.github.dl4jpruning.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CadenceTest {
  @Test
  void fires_multiple_firstEveryLast() {
    assertEquals(List.of(2L, 5L, 8L), positions(Cadence.iterations(2, 8, 3)));
  }

  @Test
  void fires_noMultiple_lastToo() {
    assertEquals(List.of(2L, 5L, 8L, 9L), positions(Cadence.epochs(2, 9, 3)));
  }

  @Test
  void fires_distanceBeyondLast_firstAndLast() {
    assertEquals(List.of(0L, 7L), positions(Cadence.iterations(0, 7, Long.MAX_VALUE)));
  }

  @Test
  void fires_firstIsLast_once() {
    assertEquals(List.of(4L), positions(Cadence.iterations(4, 4, 1)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 0", "11, 0.1", "15, 0.5", "20, 1", "21, 1", "9223372036854775807, 1"})
  void progress_position_shareOfTheWay(long position, double progress) {
    assertEquals(progress, Cadence.iterations(10, 20, 3).progress(position));
  }

  @Test
  void progress_firstIsLast_wholeWayAtOnce() {
    Cadence once = Cadence.iterations(4, 4, 1);

    assertEquals(0, once.progress(3));
    assertEquals(1, once.progress(4));
    assertEquals(1, once.progress(5));
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fires_random_firstAndLastAlwaysProgressRises(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long first = random.nextLong(1_000);
    Cadence cadence =
        Cadence.iterations(first, first + random.nextLong(1_000), random.nextLong(1, 200));
    List<Long> positions = positions(cadence);

    assertEquals(cadence.first(), positions.get(0));
    assertEquals(cadence.last(), positions.get(positions.size() - 1));
    assertEquals(1, cadence.progress(cadence.last()));
    for (int i = 1; i < positions.size(); i++) {
      long distance = positions.get(i) - positions.get(i - 1);
      assertTrue(distance == cadence.every() || i == positions.size() - 1);
      assertTrue(distance <= cadence.every());
      assertTrue(cadence.progress(positions.get(i)) > cadence.progress(positions.get(i - 1)));
    }
    assertFalse(cadence.fires(cadence.first() - 1));
    assertFalse(cadence.fires(cadence.last() + 1));
  }

  @Test
  void new_badRange_error() {
    assertError(
        "A cadence needs 0 <= first <= last, got first -1, last 5",
        () -> Cadence.iterations(-1, 5, 1));
    assertError(
        "A cadence needs 0 <= first <= last, got first 6, last 5", () -> Cadence.epochs(6, 5, 1));
    assertError("A cadence needs every >= 1, got 0", () -> Cadence.iterations(0, 5, 0));
  }

  @Test
  void toString_unitsAndOnce() {
    assertEquals("iterations 100 to 2000, every 50", Cadence.iterations(100, 2000, 50).toString());
    assertEquals("epochs 1 to 9, every 2", Cadence.epochs(1, 9, 2).toString());
    assertEquals("iteration 7", Cadence.iterations(7, 7, 1).toString());
    assertEquals("epoch 0", Cadence.epochs(0, 0, 3).toString());
  }

  @Test
  void toString_localeWithOwnDigits_plainDigits() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertEquals("epochs 1 to 9, every 2", Cadence.epochs(1, 9, 2).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  private static List<Long> positions(Cadence cadence) {
    return LongStream.range(0, cadence.last() + 300).filter(cadence::fires).boxed().toList();
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
