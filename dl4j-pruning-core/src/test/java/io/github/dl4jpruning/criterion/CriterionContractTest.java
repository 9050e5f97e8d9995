package io.github.dl4jpruning.criterion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.github.dl4jpruning.model.ModelParam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every built-in criterion promises. */
class CriterionContractTest {
  private static final ModelParam PARAM =
      new ModelParam(
          "fc1_W",
          "fc1",
          "fc1",
          "W",
          Optional.empty(),
          List.of(2L, 3L),
          0,
          6,
          Optional.empty(),
          Optional.empty());

  private final float[] weights = {3, -1, 0, -4, 2, 0.5f};
  private final float[] gathered = {1, 2, 3, 4, 5, 6};

  static Stream<Criterion> criteria() {
    return Stream.of(
        Criterion.magnitude(),
        Criterion.l2Magnitude(),
        Criterion.random(),
        Criterion.gradientMagnitude(),
        Criterion.saliency());
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void score_anyContext_oneFiniteScorePerWeight(Criterion criterion) {
    float[] scores = criterion.score(context(criterion));

    assertEquals(PARAM.length(), scores.length);
    for (float score : scores) {
      assertFalse(Float.isNaN(score) || Float.isInfinite(score));
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void score_sameContextTwice_sameScoresInNewArrays(Criterion criterion) {
    ScoreContext context = context(criterion);
    float[] first = criterion.score(context);
    float[] copy = first.clone();
    float[] second = criterion.score(context);

    assertArrayEquals(copy, second);
    assertArrayEquals(copy, first);
    assertNotSame(first, second);
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void score_afterwards_contextUnchanged(Criterion criterion) {
    criterion.score(context(criterion));

    assertArrayEquals(new float[] {3, -1, 0, -4, 2, 0.5f}, weights);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, gathered);
  }

  @Test
  void criteria_all_inThisTest() throws IOException {
    Path sources = Path.of("src/main/java", Criterion.class.getPackageName().replace('.', '/'));
    TreeSet<String> existing = new TreeSet<>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        if (Files.readString(file).contains(" implements Criterion {")) {
          existing.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }

    assertEquals(
        existing,
        criteria()
            .map(criterion -> criterion.getClass().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private ScoreContext context(Criterion criterion) {
    Map<Signal, Supplier<float[]>> signals = new HashMap<>();
    criterion.signals().forEach(signal -> signals.put(signal, gathered::clone));
    return new ScoreContext(PARAM, weights::clone, signals, 7);
  }
}
