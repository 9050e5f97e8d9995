package io.github.dl4jpruning.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Splits a budget between convex curves: the flattest pieces first, which is optimal (Fox 1966, the
 * greedy of marginal allocation). Pieces of one slope are taken in equal shares.
 *
 * @param curves one for each parameter
 */
record Split(List<LossCurve> curves) {
  /** So many units more may go than the loss allows, for 0.3 is below 3 · 0.1. */
  private static final double ROUNDING = 1e-9;

  /** A straight piece of one curve. */
  private record Piece(int curve, long length) {}

  Split {
    curves = List.copyOf(curves);
  }

  /** Units that can be removed at most. */
  long reach() {
    return curves.stream().mapToLong(LossCurve::reach).sum();
  }

  /** Removes so many units, at most {@link #reach()}, at the smallest loss; units by curve. */
  long[] removing(long total) {
    long[] removed = new long[curves.size()];
    long left = total;
    for (List<Piece> pieces : bySlope().values()) {
      long length = length(pieces);
      share(pieces, Math.min(left, length), removed);
      left -= Math.min(left, length);
    }
    return removed;
  }

  /** Removes as many units as such a loss allows; units by curve. */
  long[] losing(double budget) {
    long[] removed = new long[curves.size()];
    double left = budget;
    for (Map.Entry<Double, List<Piece>> entry : bySlope().entrySet()) {
      long length = length(entry.getValue());
      double slope = entry.getKey();
      long units =
          slope == 0 ? length : Math.min(length, (long) Math.floor(left / slope + ROUNDING));
      share(entry.getValue(), units, removed);
      left -= units * slope;
      if (units < length) {
        break;
      }
    }
    return removed;
  }

  private SortedMap<Double, List<Piece>> bySlope() {
    SortedMap<Double, List<Piece>> pieces = new TreeMap<>();
    for (int i = 0; i < curves.size(); i++) {
      List<LossCurve.Knot> knots = curves.get(i).knots();
      for (int k = 1; k < knots.size(); k++) {
        LossCurve.Knot from = knots.get(k - 1);
        LossCurve.Knot to = knots.get(k);
        pieces
            .computeIfAbsent(from.slopeTo(to), slope -> new ArrayList<>())
            .add(new Piece(i, to.removed() - from.removed()));
      }
    }
    return pieces;
  }

  /** In proportion to their lengths, by largest remainders; among equal ones the first. */
  private static void share(List<Piece> pieces, long units, long[] removed) {
    long length = length(pieces);
    double[] remainders = new double[pieces.size()];
    long left = units;
    for (int i = 0; i < remainders.length; i++) {
      Piece piece = pieces.get(i);
      double exact = (double) piece.length() * units / length;
      long whole = (long) Math.floor(exact);
      remainders[i] = exact - whole;
      removed[piece.curve()] += whole;
      left -= whole;
    }
    IntStream.range(0, remainders.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -remainders[i]))
        .limit(left)
        .forEach(i -> removed[pieces.get(i).curve()]++);
  }

  private static long length(List<Piece> pieces) {
    return pieces.stream().mapToLong(Piece::length).sum();
  }
}
