package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Amount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link SensitivityAnalysis} found: for each parameter, how the network's score falls as
 * that one alone is pruned; and sparsities that follow from it.
 *
 * <p>These rest on a simplification: that losses of parameters pruned one at a time, without
 * training, add up. Training makes up for most of them, so predicted losses are for choosing
 * between splits, not for reading off an accuracy.
 *
 * @param recipe what was scanned
 * @param denseScore the score with nothing pruned
 * @param curves one for each parameter or group of structures, in the network's order
 */
public record Sensitivity(PruningRecipe recipe, double denseScore, List<Curve> curves) {
  /**
   * The scores of one parameter.
   *
   * @param parameter DL4J's key, such as {@code fc1_W}; of structures, the group's name
   * @param units what it is pruned in: its weights, or its blocks, columns, structures
   * @param points sparsities rising, at least one
   */
  public record Curve(String parameter, long units, List<Point> points) {
    /** Copies the list. */
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * A score.
   *
   * @param sparsity of the one parameter, above 0 and below 1
   * @param score of the network
   */
  public record Point(double sparsity, double score) {}

  /** Copies the list, and checks that all curves have the same sparsities. */
  public Sensitivity {
    curves = List.copyOf(curves);
    if (curves.stream().map(Sensitivity::sparsities).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "A scan has at least one curve, and all have the same sparsities, got " + curves);
    }
  }

  /**
   * The sparsities with the smallest predicted loss of all that remove so much in total: of N
   * units, exactly N − round(s·N) are kept.
   *
   * <p>Each curve is made rising (a score above an earlier one counts as noise) and convex from
   * below, and joined by straight lines; then the flattest pieces are taken first, and pieces that
   * are equally flat in equal shares. For such curves no other split loses less.
   *
   * @param sparsity the fraction of all units to remove, 0 (included) to 1 (excluded)
   * @return sparsities for each parameter
   * @throws IllegalArgumentException if it is out of range, or beyond what was scanned
   */
  public Suggestion suggest(double sparsity) {
    Amount.Sparsity amount = new Amount.Sparsity(sparsity);
    long units = units();
    Split split = split();
    long removed = units - amount.kept(units);
    if (removed > split.reach()) {
      throw new IllegalArgumentException(
          "A sparsity of %s is beyond the scan, which ends at %s in total: scan with"
                  .formatted(sparsity, (double) split.reach() / units)
              + " higher sparsities");
    }
    return suggestion(split.removing(removed));
  }

  /**
   * The most that can go before the predicted loss exceeds a budget, split as {@link #suggest}
   * does.
   *
   * @param loss how far the score may fall in all, at least 0; for accuracy 0.01 is one point
   * @return sparsities for each parameter
   * @throws IllegalArgumentException if it is negative or NaN
   */
  public Suggestion suggestForLoss(double loss) {
    if (!(loss >= 0)) {
      throw new IllegalArgumentException("The loss allowed must be at least 0, got " + loss);
    }
    return suggestion(split().losing(loss));
  }

  /**
   * The recipe that was scanned, with the sparsities of {@link #suggest}.
   *
   * @param sparsity as there
   * @return a recipe, otherwise the same
   * @throws IllegalArgumentException as there
   */
  public PruningRecipe recipeFor(double sparsity) {
    return suggest(sparsity).applyTo(recipe);
  }

  /**
   * The recipe that was scanned, with the sparsities of {@link #suggestForLoss}.
   *
   * @param loss as there
   * @return a recipe, otherwise the same
   * @throws IllegalArgumentException as there
   */
  public PruningRecipe recipeForLoss(double loss) {
    return suggestForLoss(loss).applyTo(recipe);
  }

  /**
   * A row for each parameter, a column for each sparsity.
   *
   * @return the scores
   */
  public Table table() {
    List<String> columns = new ArrayList<>(List.of("parameter", "units", "0.0"));
    sparsities(curves.get(0)).forEach(sparsity -> columns.add(String.valueOf(sparsity)));
    List<List<Object>> rows = new ArrayList<>();
    for (Curve curve : curves) {
      List<Object> row = new ArrayList<>(List.of(curve.parameter(), curve.units(), denseScore));
      curve.points().forEach(point -> row.add(point.score()));
      rows.add(row);
    }
    return new Table(columns, rows);
  }

  /**
   * A row for each score, for charts: the dense network's first in each curve.
   *
   * @return columns parameter, units, sparsity, score
   */
  public Table points() {
    List<List<Object>> rows = new ArrayList<>();
    for (Curve curve : curves) {
      rows.add(List.of(curve.parameter(), curve.units(), 0.0, denseScore));
      for (Point point : curve.points()) {
        rows.add(List.of(curve.parameter(), curve.units(), point.sparsity(), point.score()));
      }
    }
    return new Table(List.of("parameter", "units", "sparsity", "score"), rows);
  }

  /** The table in plain text. */
  @Override
  public String toString() {
    return table().text();
  }

  private static List<Double> sparsities(Curve curve) {
    return curve.points().stream().map(Point::sparsity).toList();
  }

  private long units() {
    return curves.stream().mapToLong(Curve::units).sum();
  }

  private Split split() {
    return new Split(curves.stream().map(curve -> LossCurve.of(curve, denseScore)).toList());
  }

  private Suggestion suggestion(long[] removed) {
    Map<String, Double> sparsities = new LinkedHashMap<>();
    long together = 0;
    double loss = 0;
    for (int i = 0; i < removed.length; i++) {
      Curve curve = curves.get(i);
      sparsities.put(curve.parameter(), (double) removed[i] / curve.units());
      together += removed[i];
      loss += LossCurve.of(curve, denseScore).at(removed[i]);
    }
    return new Suggestion(sparsities, (double) together / units(), loss);
  }
}
