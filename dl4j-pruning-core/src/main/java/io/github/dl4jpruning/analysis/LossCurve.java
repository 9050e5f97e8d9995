package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.select.Amount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What removing units of one parameter costs: the lower convex hull of the measured losses, which
 * rise from 0. A monotone chain (Andrew 1979), linear in the number of points.
 *
 * @param knots units removed and loss, both rising, from (0, 0)
 */
record LossCurve(List<Knot> knots) {
  /** A corner of the hull. */
  record Knot(long removed, double loss) {
    double slopeTo(Knot next) {
      return (next.loss - loss) / (next.removed - removed);
    }
  }

  LossCurve {
    knots = List.copyOf(knots);
  }

  static LossCurve of(Sensitivity.Curve curve, double denseScore) {
    Deque<Knot> measured = new ArrayDeque<>(List.of(new Knot(0, 0)));
    for (Sensitivity.Point point : curve.points()) {
      long kept = Math.max(1, new Amount.Sparsity(point.sparsity()).kept(curve.units()));
      long removed = curve.units() - kept;
      Knot before = measured.getLast();
      if (removed > before.removed) { // else the same network as before, in a small parameter
        measured.addLast(new Knot(removed, Math.max(before.loss, denseScore - point.score())));
      }
    }
    List<Knot> hull = new ArrayList<>();
    for (Knot knot : measured) {
      while (hull.size() > 1 && isAbove(hull.get(hull.size() - 1), hull, knot)) {
        hull.remove(hull.size() - 1);
      }
      hull.add(knot);
    }
    return new LossCurve(hull);
  }

  private static boolean isAbove(Knot last, List<Knot> hull, Knot next) {
    return hull.get(hull.size() - 2).slopeTo(last) >= last.slopeTo(next);
  }

  /** Units removed at the end of the curve. */
  long reach() {
    return knots.get(knots.size() - 1).removed;
  }

  /** The loss, between knots along a straight line. */
  double at(long removed) {
    for (int i = 1; i < knots.size(); i++) {
      Knot from = knots.get(i - 1);
      if (removed <= knots.get(i).removed) {
        return from.loss + (removed - from.removed) * from.slopeTo(knots.get(i));
      }
    }
    return knots.get(knots.size() - 1).loss;
  }
}
