package io.github.dl4jpruning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.analysis.Sensitivity.Curve;
import io.github.dl4jpruning.analysis.Sensitivity.Point;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitivityTest {
  private static final PruningRecipe RECIPE = PruningRecipe.oneShot(0.5);

  /** Losses per unit: a 0.0025, then 0.0125; b 0, then 0.0125. */
  private static final Sensitivity TWO =
      sensitivity(curve("a", 100, 0.5, 0.875, 0.9, 0.375), curve("b", 50, 0.5, 1, 0.9, 0.75));

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "0.1, 0, 0.3, 0",
    "0.5, 0.5, 0.5, 0.125",
    // 15 units of one slope: 10 and 5.
    "0.6, 0.6, 0.6, 0.3125",
    "0.9, 0.9, 0.9, 0.875",
  })
  void suggest_twoCurves_flattestFirst(double total, double a, double b, double loss) {
    Suggestion suggestion = TWO.suggest(total);

    assertEquals(Map.of("a", a, "b", b), suggestion.sparsities());
    assertEquals(loss, suggestion.predictedLoss(), 1e-12);
    assertEquals(total, suggestion.sparsity(), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.5",
    "0.124, 0.49, 0.5",
    "0.125, 0.5, 0.5",
    "0.3125, 0.6, 0.6",
    "9, 0.9, 0.9"
  })
  void suggestForLoss_twoCurves_asFarAsTheSumAllows(double loss, double a, double b) {
    Suggestion suggestion = TWO.suggestForLoss(loss);

    assertEquals(Map.of("a", a, "b", b), suggestion.sparsities());
    assertTrue(suggestion.predictedLoss() <= loss + 1e-12, suggestion::toString);
  }

  @Test
  void suggest_noisyCurve_isMadeRisingAndConvex() {
    // Losses 0.25, 0.125 (noise), 0.5: knots at 0, 80 (0.25 → the running maximum), 90.
    Sensitivity one = sensitivity(curve("a", 100, 0.5, 0.75, 0.8, 0.875, 0.9, 0.5));

    assertEquals(0.125, one.suggest(0.4).predictedLoss(), 1e-12);
    assertEquals(0.25, one.suggest(0.8).predictedLoss(), 1e-12);
    assertEquals(0.375, one.suggest(0.85).predictedLoss(), 1e-12);
  }

  @Test
  void suggest_scoreAboveDense_costsNothing() {
    assertEquals(0, sensitivity(curve("a", 10, 0.5, 1.5)).suggest(0.5).predictedLoss());
  }

  @Test
  void suggest_smallParameter_keepsOneUnit() {
    Sensitivity one = sensitivity(curve("a", 3, 0.1, 0, 0.5, 0.75, 0.9, 0.5, 0.99, 0.5));

    assertEquals(Map.of("a", 2 / 3.0), one.suggest(0.6).sparsities());
    assertEquals(0.25, one.suggest(0.6).predictedLoss(), "0.1 removes nothing, 0.9 what 0.5 does");
  }

  @Test
  void recipeFor_result_isTheRecipeWithSparsities() {
    PruningRecipe recipe = TWO.recipeFor(0.6);

    assertEquals(RECIPE.withSparsities(0.6, Map.of("a", 0.6, "b", 0.6)), recipe);
    assertEquals(Allocation.perParameter(Map.of("a", 0.6, "b", 0.6)), recipe.allocation());
    assertEquals(RECIPE.cadence(), recipe.cadence());
    assertEquals(recipe, TWO.recipeForLoss(0.3125));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void suggest_randomCurves_isExactAndOptimal(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Curve> curves = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Point> points = new ArrayList<>();
      for (double sparsity : new double[] {0.3, 0.5, 0.8, 0.95}) {
        points.add(new Point(sparsity, 1 - random.nextInt(9) / 8.0));
      }
      curves.add(new Curve("p" + i, random.nextInt(3, 14), points));
    }
    Sensitivity sensitivity = new Sensitivity(RECIPE, 1, curves);
    List<LossCurve> losses = curves.stream().map(curve -> LossCurve.of(curve, 1)).toList();
    long units = curves.stream().mapToLong(Curve::units).sum();
    for (double total = 0; total < 0.8; total += 0.07) {
      long removed = units - new Amount.Sparsity(total).kept(units);
      if (removed > losses.stream().mapToLong(LossCurve::reach).sum()) {
        continue;
      }

      Suggestion suggestion = sensitivity.suggest(total);

      long sum = 0;
      for (Curve curve : curves) {
        double sparsity = suggestion.sparsities().get(curve.parameter());
        sum += curve.units() - new Amount.Sparsity(sparsity).kept(curve.units());
      }
      assertEquals(removed, sum);
      assertEquals(least(losses, removed), suggestion.predictedLoss(), 1e-9);
    }
  }

  /** By trying all splits. */
  private static double least(List<LossCurve> curves, long removed) {
    double least = Double.POSITIVE_INFINITY;
    for (long a = 0; a <= curves.get(0).reach(); a++) {
      for (long b = 0; b <= curves.get(1).reach(); b++) {
        long c = removed - a - b;
        if (c >= 0 && c <= curves.get(2).reach()) {
          least = Math.min(least, curves.get(0).at(a) + curves.get(1).at(b) + curves.get(2).at(c));
        }
      }
    }
    return least;
  }

  @Test
  void suggest_beyondTheScan_throws() {
    assertEquals(
        "A sparsity of 0.91 is beyond the scan, which ends at 0.9 in total: scan with higher"
            + " sparsities",
        assertThrows(IllegalArgumentException.class, () -> TWO.suggest(0.91)).getMessage());
  }

  @Test
  void suggestForLoss_negative_throws() {
    assertEquals(
        "The loss allowed must be at least 0, got -0.1",
        assertThrows(IllegalArgumentException.class, () -> TWO.suggestForLoss(-0.1)).getMessage());
  }

  @Test
  void withSparsities_recipeWithTargets_throws() {
    PruningRecipe targets =
        PruningRecipe.builder().target(ParamFilter.layer("out"), 0.5).oneShot(0).build();

    assertEquals(
        "A recipe with targets can't have other sparsities as well: leave out [layer out]",
        assertThrows(IllegalArgumentException.class, () -> TWO.suggest(0.5).applyTo(targets))
            .getMessage());
  }

  @Test
  void tables_twoCurves_wideAndLong() {
    assertEquals(
        """
        parameter  units  0.0    0.5    0.9
        a            100    1  0.875  0.375
        b             50    1      1   0.75"""
            .replace("\n", System.lineSeparator()),
        TWO.toString());
    assertEquals(
        """
        parameter,units,sparsity,score\r
        a,100,0.0,1.0\r
        a,100,0.5,0.875\r
        a,100,0.9,0.375\r
        b,50,0.0,1.0\r
        b,50,0.5,1.0\r
        b,50,0.9,0.75\r
        """,
        TWO.points().csv());
  }

  @Test
  void new_noCurvesOrDifferentOnes_throws() {
    assertEquals(
        "A scan has at least one curve, and all have the same sparsities, got []",
        assertThrows(IllegalArgumentException.class, () -> sensitivity()).getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> sensitivity(curve("a", 9, 0.5, 1), curve("b", 9, 0.6, 1)));
  }

  private static Sensitivity sensitivity(Curve... curves) {
    return new Sensitivity(RECIPE, 1, List.of(curves));
  }

  private static Curve curve(String name, long units, double... sparsitiesAndScores) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < sparsitiesAndScores.length; i += 2) {
      points.add(new Point(sparsitiesAndScores[i], sparsitiesAndScores[i + 1]));
    }
    return new Curve(name, units, points);
  }
}
