package io.github.dl4jpruning.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final double ULPS = 1e-12;

  @ParameterizedTest
  @CsvSource({"0, 0.9", "0.3, 0.9", "1, 0.9"})
  void constant_anywhere_target(double progress, double sparsity) {
    assertEquals(sparsity, Schedule.constant().sparsityAt(progress, 0.9));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.25, 0.2", "0.5, 0.4", "1, 0.8"})
  void linear_progress_sameShareOfTarget(double progress, double sparsity) {
    assertEquals(sparsity, Schedule.linear().sparsityAt(progress, 0.8), ULPS);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0.7", "0.9, 0.7992", "1, 0.8"})
  void cubic_progress_zhuAndGupta(double progress, double sparsity) {
    assertEquals(sparsity, Schedule.cubic().sparsityAt(progress, 0.8), ULPS);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.2", "0.5, 0.65", "1, 0.8"})
  void polynomial_initialAndPower_fromInitialToTarget(double progress, double sparsity) {
    assertEquals(sparsity, Schedule.polynomial(2, 0.2).sparsityAt(progress, 0.8), ULPS);
  }

  @Test
  void polynomial_initialAboveTarget_falls() {
    assertEquals(0.7, Schedule.polynomial(1, 0.9).sparsityAt(0.5, 0.5), ULPS);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0.9", "0.25, 0.683772233983162", "1, 0.99"})
  void exponential_progress_densityFallsByTheSameFactor(double progress, double sparsity) {
    assertEquals(sparsity, Schedule.exponential().sparsityAt(progress, 0.99), ULPS);
  }

  @Test
  void exponential_initial_fromInitial() {
    // Densities 0.8, 0.4, 0.2.
    assertEquals(0.2, new Exponential(0.2).sparsityAt(0, 0.8), ULPS);
    assertEquals(0.6, new Exponential(0.2).sparsityAt(0.5, 0.8), ULPS);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.3333333333333333, 0.2", "0.5, 0.4", "0.6666666666666666, 0.6", "1, 0.8"})
  void cosine_progress_slowAtBothEnds(double progress, double sparsity) {
    assertEquals(sparsity, Schedule.cosine().sparsityAt(progress, 0.8), ULPS);
  }

  @Test
  void cosine_initial_fromInitial() {
    assertEquals(0.2, new Cosine(0.2).sparsityAt(0, 0.8), ULPS);
    assertEquals(0.5, new Cosine(0.2).sparsityAt(0.5, 0.8), ULPS);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.25, 0.2", "0.5, 0.4", "0.75, 0.45", "1, 0.5"})
  void piecewise_oneCorner_straightLines(double progress, double sparsity) {
    assertEquals(sparsity, Schedule.piecewise(Map.of(0.5, 0.8)).sparsityAt(progress, 0.5), ULPS);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.4", "0.1, 0.3", "0.2, 0.2", "0.5, 0.2", "0.8, 0.2", "0.9, 0.3", "1, 0.4"})
  void piecewise_cornersAtTheEnds_taken(double progress, double sparsity) {
    Schedule schedule = Schedule.piecewise(Map.of(0.0, 1.0, 0.2, 0.5, 0.8, 0.5, 1.0, 1.0));

    assertEquals(sparsity, schedule.sparsityAt(progress, 0.4), ULPS);
  }

  @Test
  void piecewise_noCorners_linear() {
    assertEquals(0.2, Schedule.piecewise(Map.of()).sparsityAt(0.25, 0.8), ULPS);
  }

  // Two cycles, three legs: up to half the target, down to half of that, up to the target.
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.16666666666666666, 0.2",
    "0.3333333333333333, 0.4",
    "0.5, 0.3",
    "0.6666666666666666, 0.2",
    "0.8333333333333334, 0.5",
    "1, 0.8"
  })
  void cyclic_twoCycles_turnsAtPeakAndRecovery(double progress, double sparsity) {
    assertEquals(sparsity, Schedule.cyclic(2, 0.5).sparsityAt(progress, 0.8), ULPS);
  }

  @Test
  void cyclic_threeCyclesWholeRecovery_turns() {
    List<Double> turns = new ArrayList<>();
    for (int leg = 0; leg <= 5; leg++) {
      turns.add(Math.rint(1e9 * Schedule.cyclic(3, 1).sparsityAt(leg / 5.0, 0.9)) / 1e9);
    }

    assertEquals(List.of(0.0, 0.3, 0.0, 0.6, 0.0, 0.9), turns);
  }

  @Test
  void cyclic_oneCycle_cosine() {
    assertEquals(
        Schedule.cosine().sparsityAt(0.3, 0.8), Schedule.cyclic(1, 0.5).sparsityAt(0.3, 0.8), ULPS);
  }

  @Test
  void cyclic_noRecovery_neverFalls() {
    Schedule schedule = Schedule.cyclic(3, 0);
    for (int i = 1; i <= 300; i++) {
      double before = schedule.sparsityAt((i - 1) / 300.0, 0.9);
      assertEquals(Math.max(before, 0), Math.min(before, schedule.sparsityAt(i / 300.0, 0.9)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.POSITIVE_INFINITY, Double.NaN})
  void polynomial_badPower_error(double power) {
    assertError(
        "The power of a polynomial schedule must be above 0 and finite, got " + power,
        () -> Schedule.polynomial(power, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 90, Double.NaN})
  void new_badInitial_error(double initial) {
    String text =
        "The initial sparsity must be at least 0 and below 1 (a fraction, not a percentage), got "
            + initial;

    assertError(text, () -> Schedule.polynomial(3, initial));
    assertError(text, () -> new Exponential(initial));
    assertError(text, () -> new Cosine(initial));
  }

  @Test
  void piecewise_badPoint_error() {
    String text =
        "A point of a piecewise schedule has progress and fraction of the target from 0 to 1,"
            + " got progress %s, fraction %s";

    assertError(text.formatted(-0.1, 0.5), () -> Schedule.piecewise(Map.of(-0.1, 0.5)));
    assertError(text.formatted(1.5, 0.5), () -> Schedule.piecewise(Map.of(1.5, 0.5)));
    assertError(text.formatted(0.5, 1.5), () -> Schedule.piecewise(Map.of(0.5, 1.5)));
    assertError(text.formatted(0.5, Double.NaN), () -> Schedule.piecewise(Map.of(0.5, Double.NaN)));
  }

  @Test
  void piecewise_endIsNotTheTarget_error() {
    assertError(
        "A piecewise schedule starts at progress 0 and ends at progress 1 with fraction 1 of the"
            + " target, got [0 % of the target at 0 %, 50 % of the target at 100 %]",
        () -> Schedule.piecewise(Map.of(1.0, 0.5)));
    assertError(
        "A piecewise schedule starts at progress 0 and ends at progress 1 with fraction 1 of the"
            + " target, got []",
        () -> new Piecewise(List.of()));
  }

  @Test
  void piecewise_startMissing_error() {
    assertError(
        "A piecewise schedule starts at progress 0 and ends at progress 1 with fraction 1 of the"
            + " target, got [0 % of the target at 50 %, 100 % of the target at 100 %]",
        () -> new Piecewise(List.of(new Piecewise.Point(0.5, 0), new Piecewise.Point(1, 1))));
  }

  @Test
  void piecewise_twoPointsAtOnePlace_error() {
    Piecewise.Point point = new Piecewise.Point(0, 1);

    assertError(
        "The points of a piecewise schedule must rise in progress, got"
            + " [100 % of the target at 0 %, 100 % of the target at 0 %]",
        () -> new Piecewise(List.of(point, point)));
  }

  @Test
  void cyclic_badArguments_error() {
    assertError("A cyclic schedule has at least 1 cycle, got 0", () -> Schedule.cyclic(0, 0.5));
    for (double recovery : new double[] {-0.1, 1.1, Double.NaN}) {
      assertError(
          "The recovery of a cyclic schedule must be 0 to 1, got " + recovery,
          () -> Schedule.cyclic(2, recovery));
    }
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
