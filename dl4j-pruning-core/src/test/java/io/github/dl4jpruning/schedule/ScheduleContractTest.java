package io.github.dl4jpruning.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every built-in schedule promises. */
class ScheduleContractTest {
  private static final List<Double> TARGETS = List.of(0.4, 0.5, 0.9, 0.98, 0.999, 0.285, 1 / 3.0);

  record Kind(Schedule schedule, double initial, boolean falls) {}

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(Schedule.linear(), 0, false),
        new Kind(Schedule.cubic(), 0, false),
        new Kind(Schedule.polynomial(0.5, 0), 0, false),
        new Kind(Schedule.polynomial(7.3, 0.2), 0.2, false),
        new Kind(Schedule.exponential(), 0, false),
        new Kind(new Exponential(0.25), 0.25, false),
        new Kind(Schedule.cosine(), 0, false),
        new Kind(new Cosine(0.1), 0.1, false),
        new Kind(Schedule.piecewise(Map.of(0.3, 0.7)), 0, false),
        new Kind(Schedule.piecewise(Map.of(0.1, 0.1, 0.2, 0.1, 0.7, 1.0)), 0, false),
        new Kind(Schedule.piecewise(Map.of(0.5, 1.0, 0.8, 0.2)), 0, true),
        new Kind(Schedule.cyclic(1, 0.5), 0, false),
        new Kind(Schedule.cyclic(2, 0), 0, false),
        new Kind(Schedule.cyclic(4, 0.3), 0, true),
        new Kind(Schedule.cyclic(3, 1), 0, true));
  }

  static Stream<Kind> kindsAndConstant() {
    return Stream.concat(kinds(), Stream.of(new Kind(Schedule.constant(), 0, false)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndConstant")
  void sparsityAt_lastPosition_exactlyTheTarget(Kind kind) {
    for (double target : TARGETS) {
      assertEquals(target, kind.schedule().sparsityAt(1, target));
    }
    assertEquals(0, kind.schedule().sparsityAt(1, 0));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sparsityAt_firstPosition_initial(Kind kind) {
    for (double target : TARGETS) {
      assertEquals(kind.initial(), kind.schedule().sparsityAt(0, target), 1e-15);
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndConstant")
  void sparsityAt_anywhere_fractionBelowOneAndTheSameTwice(Kind kind) {
    for (double target : TARGETS) {
      for (double progress : progress()) {
        double sparsity = kind.schedule().sparsityAt(progress, target);
        assertTrue(sparsity >= 0 && sparsity < 1, () -> progress + " " + target);
        assertTrue(sparsity <= target + 1e-12, () -> progress + " " + target);
        assertEquals(sparsity, kind.schedule().sparsityAt(progress, target));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndConstant")
  void sparsityAt_targetZero_zeroUnlessInitial(Kind kind) {
    if (kind.initial() == 0) {
      for (double progress : progress()) {
        assertEquals(0, kind.schedule().sparsityAt(progress, 0), 0.0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndConstant")
  void sparsityAt_risingProgress_risesUnlessMadeToFall(Kind kind) {
    for (double target : TARGETS) {
      boolean fell = false;
      double before = 0;
      for (double progress : progress()) {
        double sparsity = kind.schedule().sparsityAt(progress, target);
        fell |= sparsity < before - 1e-12;
        before = sparsity;
      }
      assertEquals(kind.falls(), fell);
    }
  }

  @Test
  void kinds_all_inThisTest() throws IOException {
    TreeSet<String> tested =
        kindsAndConstant()
            .map(kind -> kind.schedule().getClass().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    Path sources = Path.of("src/main/java", Schedule.class.getPackageName().replace('.', '/'));
    TreeSet<String> existing = new TreeSet<>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        if (Files.readString(file).contains(" implements Schedule {")) {
          existing.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }

    assertEquals(existing, tested);
  }

  private static List<Double> progress() {
    List<Double> even =
        Stream.iterate(0, i -> i + 1).limit(211).map(i -> i / 211.0).collect(Collectors.toList());
    even.add(Math.nextDown(1.0));
    even.add(1.0);
    return even;
  }
}
