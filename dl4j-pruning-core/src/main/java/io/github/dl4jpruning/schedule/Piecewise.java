package io.github.dl4jpruning.schedule;

import io.github.dl4jpruning.mask.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Straight lines between points.
 *
 * @param points by rising progress; the first at progress 0, the last at progress 1 with fraction 1
 */
public record Piecewise(List<Point> points) implements Schedule {
  /**
   * One corner.
   *
   * @param progress 0 to 1, both included
   * @param fraction of the target, 0 to 1, both included
   */
  public record Point(double progress, double fraction) {
    /** Checks the ranges. */
    public Point {
      if (!(progress >= 0 && progress <= 1 && fraction >= 0 && fraction <= 1)) {
        throw new IllegalArgumentException(
            "A point of a piecewise schedule has progress and fraction of the target from 0 to 1,"
                + " got progress %s, fraction %s".formatted(progress, fraction));
      }
    }

    /** For example {@code 50 % of the target at 25 %}. */
    @Override
    public String toString() {
      return "%s of the target at %s".formatted(Percent.of(fraction), Percent.of(progress));
    }
  }

  /** Checks the order and the ends. */
  public Piecewise {
    points = List.copyOf(points);
    for (int i = 1; i < points.size(); i++) {
      if (!(points.get(i).progress() > points.get(i - 1).progress())) {
        throw new IllegalArgumentException(
            "The points of a piecewise schedule must rise in progress, got " + points);
      }
    }
    if (points.size() < 2
        || points.get(0).progress() != 0
        || !points.get(points.size() - 1).equals(new Point(1, 1))) {
      throw new IllegalArgumentException(
          "A piecewise schedule starts at progress 0 and ends at progress 1 with fraction 1 of the"
              + " target, got "
              + points);
    }
  }

  static Piecewise of(Map<Double, Double> fractions) {
    TreeMap<Double, Double> sorted = new TreeMap<>(fractions);
    sorted.putIfAbsent(0.0, 0.0);
    sorted.putIfAbsent(1.0, 1.0);
    List<Point> points = new ArrayList<>();
    sorted.forEach((progress, fraction) -> points.add(new Point(progress, fraction)));
    return new Piecewise(points);
  }

  @Override
  public double sparsityAt(double progress, double target) {
    int right = 1;
    for (int above = points.size() - 1; right < above; ) {
      int middle = (right + above) / 2;
      if (points.get(middle).progress() < progress) {
        right = middle + 1;
      } else {
        above = middle;
      }
    }
    Point a = points.get(right - 1);
    Point b = points.get(right);
    if (progress >= b.progress()) {
      return b.fraction() * target;
    }
    double along = (progress - a.progress()) / (b.progress() - a.progress());
    return (a.fraction() + (b.fraction() - a.fraction()) * along) * target;
  }

  @Override
  public Optional<List<Double>> turningPoints() {
    return Optional.of(points.subList(1, points.size() - 1).stream().map(Point::progress).toList());
  }

  @Override
  public String toString() {
    return "in pieces: " + String.join(", ", points.stream().map(Point::toString).toList());
  }
}
