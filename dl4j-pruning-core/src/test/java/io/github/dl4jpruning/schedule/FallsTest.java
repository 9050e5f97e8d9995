package io.github.dl4jpruning.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fall is found without walking the whole way. */
class FallsTest {
  static LongStream seeds() {
    return LongStream.range(0, 120);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void falls_randomScheduleOnALongWay_asWalkingSays(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long first = random.nextLong(1_000);
    Cadence cadence =
        Cadence.iterations(
            first, first + random.nextLong(30_000, 90_000), random.nextBoolean() ? 1 : 2);
    Schedule schedule = schedule(random);
    double target = random.nextDouble();

    assertEquals(walked(cadence, schedule, target), cadence.falls(schedule, target));
  }

  private static boolean walked(Cadence cadence, Schedule schedule, double target) {
    double before = 0;
    for (long at = cadence.first(); at <= cadence.last(); at++) {
      if (cadence.fires(at)) {
        double sparsity = schedule.sparsityAt(cadence.progress(at), target);
        if (sparsity < before - 1e-9) {
          return true;
        }
        before = sparsity;
      }
    }
    return false;
  }

  private static Schedule schedule(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> Schedule.polynomial(random.nextDouble(0.3, 6), random.nextDouble(0.9));
      case 1 -> new Exponential(random.nextDouble(0.9));
      case 2 -> new Cosine(random.nextDouble(0.9));
      case 3 -> Schedule.cyclic(random.nextInt(1, 200), random.nextInt(3) / 2.0);
      case 4 -> {
        // A dip as narrow as two changes of 30,000.
        double dip = random.nextDouble(0.1, 0.9);
        yield Schedule.piecewise(
            Map.of(dip, 0.9, dip + 3e-5, random.nextBoolean() ? 0.89 : 0.91, dip + 6e-5, 0.95));
      }
      default -> Schedule.piecewise(Map.of(random.nextDouble(), random.nextDouble()));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000_000, Integer.MAX_VALUE, Long.MAX_VALUE})
  void falls_longWay_asksAsOftenAsForAShortOne(long last) {
    AtomicInteger asked = new AtomicInteger();
    Schedule own =
        (progress, target) -> {
          asked.incrementAndGet();
          return progress * target;
        };

    assertFalse(Cadence.iterations(0, last, 1).falls(own, 0.9));
    assertTrue(asked.get() <= 10_002, asked::toString);
    for (long every : new long[] {1, 7, last}) {
      Cadence cadence = Cadence.iterations(0, last, every);
      assertFalse(cadence.falls(Schedule.cubic(), 0.9));
      assertTrue(cadence.falls(Schedule.polynomial(3, 0.95), 0.9));
      assertEquals(every < last, cadence.falls(Schedule.cyclic(10_000, 0.5), 0.9));
      assertEquals(every < last, cadence.falls((p, target) -> target * p * (2 - 1.5 * p), 0.9));
    }
  }

  @Test
  void falls_lastOfManyChanges_found() {
    Cadence cadence = Cadence.iterations(0, 1_000_000_000, 3);

    assertTrue(cadence.falls((progress, target) -> progress < 1 ? 0.8 : target, 0.5));
    assertFalse(cadence.falls((progress, target) -> progress < 1 ? 0.4 : target, 0.5));
  }

  /** The rule for a schedule that does not tell its turning points. */
  @Test
  void falls_ownScheduleDipsBetweenTheChangesLookedAt_notSeen() {
    Schedule dips = (progress, target) -> progress > 0.50001 && progress < 0.50002 ? 0 : target;

    assertFalse(Cadence.iterations(0, 10_000_000, 1).falls(dips, 0.9));
    assertTrue(Cadence.iterations(0, 10_000, 1).falls((p, t) -> p == 0.5 ? 0 : t, 0.9));
  }

  @Test
  void new_tooManyCycles_error() {
    assertEquals(
        "A cyclic schedule has at most 10000 cycles, got 2147483647",
        assertThrows(IllegalArgumentException.class, () -> Schedule.cyclic(Integer.MAX_VALUE, 0.5))
            .getMessage());
  }
}
