package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.event.PruningHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** Figures of what was measured point by point. */
final class Curves {
  private static final String STEPS = "training steps";

  private Curves() {}

  /** Sparsity over time. */
  static Optional<Figure> of(PruningHistory history, OptionalLong end) {
    List<PruningHistory.Change> changes = history.changes();
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    List<Lines.Line> lines = new ArrayList<>();
    lines.add(steps("reached", changes, PruningHistory.Change::reached, end));
    lines.add(
        new Lines.Line(
            "wanted",
            Lines.Form.POINTS,
            changes.stream()
                .filter(change -> change.target().isPresent())
                .map(change -> at(change.iteration(), 100 * change.target().getAsDouble()))
                .toList()));
    if (changes.stream().anyMatch(change -> change.reached() != change.sparsity())) {
      lines.add(steps("of the weights", changes, PruningHistory.Change::sparsity, end));
    }
    return figure(
        new Lines("sparsity", "Sparsity over time", STEPS, "pruned, %", lines),
        "Masks change at the dots, and hold until the next.");
  }

  private static Lines.Line steps(
      String name,
      List<PruningHistory.Change> changes,
      ToDoubleFunction<PruningHistory.Change> value,
      OptionalLong end) {
    List<double[]> points = new ArrayList<>();
    if (changes.get(0).iteration() > 0) {
      points.add(point(0, 0));
    }
    changes.forEach(
        change -> points.add(at(change.iteration(), 100 * value.applyAsDouble(change))));
    end.ifPresent(last -> points.add(at(last, points.get(points.size() - 1)[1])));
    return new Lines.Line(name, Lines.Form.STEPS, points);
  }

  /** Accuracy over time. */
  static Optional<Figure> accuracy(Map<String, List<Course.Look>> courses) {
    return figure(
        new Lines(
            "accuracy",
            "Accuracy over time",
            STEPS,
            "accuracy, %",
            course(courses, look -> 100 * look.accuracy())),
        "Of validation examples, at each look.");
  }

  /** Loss over time. */
  static Optional<Figure> loss(Map<String, List<Course.Look>> courses, PruningHistory history) {
    List<Lines.Line> lines = new ArrayList<>(course(courses, Course.Look::loss));
    if (courses.isEmpty()) {
      lines.add(
          new Lines.Line(
              "at mask changes",
              Lines.Form.DOTS,
              history.changes().stream()
                  .map(change -> at(change.iteration(), change.loss()))
                  .toList()));
    }
    return figure(
        new Lines("loss", "Loss over time", STEPS, "loss of a minibatch", lines),
        courses.isEmpty() ? "At each mask change, just before it." : "At each look.");
  }

  private static List<Lines.Line> course(
      Map<String, List<Course.Look>> courses, ToDoubleFunction<Course.Look> value) {
    return courses.entrySet().stream()
        .map(
            course ->
                new Lines.Line(
                    course.getKey(),
                    Lines.Form.DOTS,
                    course.getValue().stream()
                        .map(look -> at(look.iteration(), value.applyAsDouble(look)))
                        .toList()))
        .toList();
  }

  /** A line for each of the parameters that mind most, in the network's order. */
  static Optional<Figure> of(Sensitivity sensitivity) {
    List<Sensitivity.Curve> worst =
        sensitivity.curves().stream()
            .sorted(Comparator.comparingDouble(Curves::lowest))
            .limit(Ink.LINES)
            .toList();
    List<Lines.Line> lines =
        sensitivity.curves().stream()
            .filter(worst::contains)
            .map(curve -> line(curve, sensitivity.denseScore()))
            .toList();
    int left = sensitivity.curves().size() - lines.size();
    return figure(
        new Lines("sensitivity", "Sensitivity", "sparsity of one parameter, %", "score", lines),
        "One parameter pruned at a time, without training."
            + (left == 0
                ? ""
                : " The %s that mind most; the table has %s more.".formatted(lines.size(), left)));
  }

  private static double lowest(Sensitivity.Curve curve) {
    return curve.points().stream().mapToDouble(Sensitivity.Point::score).min().orElseThrow();
  }

  private static Lines.Line line(Sensitivity.Curve curve, double denseScore) {
    List<double[]> points = new ArrayList<>();
    points.add(point(0, denseScore));
    curve.points().forEach(at -> points.add(point(100 * at.sparsity(), at.score())));
    return new Lines.Line(curve.parameter(), Lines.Form.DOTS, points);
  }

  /** Every network of a search, and the lowest score that each was allowed to have. */
  static Optional<Figure> of(TradeOff tradeOff) {
    List<double[]> points =
        tradeOff.points().stream()
            .map(tried -> point(100 * tried.sparsity(), tried.score()))
            .toList();
    double least = tradeOff.dense().score() - tradeOff.loss();
    List<double[]> allowed =
        tradeOff.points().stream()
            .map(tried -> point(100 * tried.sparsity(), least - tried.standardError()))
            .toList();
    List<Lines.Line> lines = new ArrayList<>();
    lines.add(new Lines.Line("tried", Lines.Form.DOTS, points));
    lines.add(new Lines.Line("least allowed", Lines.Form.EDGES, allowed));
    tradeOff
        .chosen()
        .ifPresent(
            chosen ->
                lines.add(
                    new Lines.Line(
                        "chosen",
                        Lines.Form.POINTS,
                        List.of(point(100 * chosen.sparsity(), chosen.score())))));
    return figure(
        new Lines("trade-off", "Score over sparsity", "sparsity, %", "score", lines),
        "Each dot is a network, trained and pruned by itself. Least allowed: the loss below the"
            + " dense network's score, and one standard error more.");
  }

  private static double[] at(long iteration, double value) {
    return point((double) iteration, value);
  }

  private static double[] point(double x, double y) {
    return new double[] {x, y};
  }

  /** Empty if there is nothing to draw. */
  static Optional<Figure> figure(Lines lines, String caption) {
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new Figure(lines.id(), lines.title(), caption, lines.svg()));
  }
}
