package io.github.dl4jpruning.criterion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.github.dl4jpruning.Criteria;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Granularity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
  /** W[nIn 2, nOut 3] of a dense layer, column by column, with all around it to be seen. */
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
          Optional.of(new WeightLayout(List.of(new Axis(Role.OUTPUT, 3), new Axis(Role.INPUT, 2)))),
          new Place(
              false,
              Optional.of("bn_gamma"),
              Optional.of(new Place.Sight(Place.Side.INPUT, true)),
              Optional.of(new Place.Sight(Place.Side.OUTPUT, true))),
          Optional.empty());

  private final float[] weights = {3, -1, 0, -4, 2, 0.5f};
  private final float[] gathered = {1, 2, 3, 4, 5, 6};
  private final float[] gamma = {-0.5f, 1, 0};

  static Stream<Criterion> criteria() {
    return Criteria.all();
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void score_anyContext_oneFiniteScorePerWeightOrUnit(Criterion criterion) {
    ScoreContext context = context(criterion);
    float[] scores = criterion.score(context);

    assertEquals(criterion.scoresUnits() ? context.units().count() : 6, scores.length);
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
    assertArrayEquals(new float[] {-0.5f, 1, 0}, gamma);
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

  @Test
  void whyNot_columnsOfADenseLayer_allCanScoreThem() {
    criteria()
        .forEach(
            criterion ->
                assertEquals(Optional.empty(), criterion.whyNot(PARAM, Granularity.column())));
  }

  /** Columns, which every criterion can score. */
  private ScoreContext context(Criterion criterion) {
    Map<Signal, Supplier<float[]>> signals = new HashMap<>();
    for (Signal signal : criterion.signals()) {
      int length =
          switch (signal.shape()) {
            case WEIGHTS -> 6;
            case INPUTS -> 2;
            case UNITS, OUTPUTS -> 3;
          };
      signals.put(signal, () -> Arrays.copyOf(gathered, length));
    }
    LossProbe probe =
        new LossProbe() {
          @Override
          public double loss() {
            return 1;
          }

          @Override
          public double lossWithout(int[] positions) {
            return 1 + Arrays.stream(positions).sum();
          }
        };
    return new ScoreContext(
        Granularity.column().pool(PARAM).orElseThrow(),
        weights::clone,
        signals,
        () -> Optional.of(gamma.clone()),
        Optional.of(probe),
        7);
  }
}
