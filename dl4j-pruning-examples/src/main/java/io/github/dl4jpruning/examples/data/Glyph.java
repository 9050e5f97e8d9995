package io.github.dl4jpruning.examples.data;

import java.util.Arrays;
import java.util.List;

/**
 * The shape of one way to draw a thing, such as a digit: strokes in a unit box, x to the right and
 * y downwards, both about 0 to 1. Immutable, thread-safe.
 *
 * @param strokes the strokes, in the order of writing
 */
record Glyph(List<Stroke> strokes) {

  /** The ways to write each digit: {@code DIGITS.get(d)} holds those of the digit {@code d}. */
  static final List<List<Glyph>> DIGITS =
      List.of(
          List.of(
              glyph(
                  curve(
                      .50, .03, .24, .20, .18, .50, .26, .80, .50, .97, .74, .80, .82, .50, .76,
                      .20, .50, .03)),
              glyph(
                  curve(
                      .64, .06, .40, .05, .22, .36, .24, .76, .46, .96, .70, .82, .80, .50, .72,
                      .18, .48, .04))),
          List.of(
              glyph(line(.50, .02, .50, .98)),
              glyph(line(.28, .27, .54, .03, .54, .97)),
              glyph(line(.30, .25, .53, .03, .53, .96), line(.28, .96, .80, .96))),
          List.of(
              glyph(
                  curve(.22, .24, .34, .07, .55, .02, .76, .16, .74, .38, .52, .64, .20, .96),
                  line(.20, .96, .82, .95)),
              glyph(
                  curve(
                      .22, .22, .42, .03, .70, .12, .72, .36, .50, .70, .26, .94, .15, .84, .30,
                      .75, .56, .88, .86, .92))),
          List.of(
              glyph(
                  curve(.22, .14, .46, .02, .72, .12, .70, .34, .44, .47),
                  curve(.44, .47, .74, .55, .80, .78, .56, .97, .20, .88)),
              glyph(
                  line(.22, .05, .77, .05, .46, .40),
                  curve(.46, .40, .74, .47, .82, .72, .60, .95, .22, .90))),
          List.of(
              glyph(line(.28, .05, .20, .56, .84, .56), line(.68, .22, .66, .97)),
              glyph(line(.64, .97, .64, .03, .16, .66, .86, .66))),
          List.of(
              glyph(
                  line(.78, .05, .30, .05, .26, .44),
                  curve(.26, .44, .52, .36, .78, .50, .78, .78, .54, .97, .20, .88)),
              glyph(
                  curve(
                      .78, .07, .46, .05, .27, .18, .30, .39, .56, .46, .78, .62, .72, .88, .46,
                      .97, .20, .88))),
          List.of(
              glyph(
                  curve(
                      .68, .04, .40, .22, .22, .55, .26, .84, .50, .97, .76, .84, .76, .62, .54,
                      .50, .28, .64)),
              glyph(
                  curve(
                      .44, .02, .28, .40, .22, .72, .40, .96, .68, .92, .78, .70, .60, .54, .34,
                      .60, .22, .74))),
          List.of(
              glyph(line(.18, .06, .80, .06, .40, .97)),
              glyph(line(.18, .06, .80, .06, .42, .97), line(.34, .50, .76, .50))),
          List.of(
              glyph(
                  curve(
                      .68, .14, .46, .03, .27, .16, .36, .40, .64, .56, .76, .80, .50, .97, .24,
                      .80, .36, .56, .64, .40, .74, .20, .62, .07)),
              glyph(
                  curve(.50, .46, .30, .36, .30, .12, .50, .03, .70, .12, .70, .36, .50, .46),
                  curve(.50, .46, .24, .62, .24, .86, .50, .97, .76, .86, .76, .62, .50, .46))),
          List.of(
              glyph(
                  curve(.75, .28, .60, .46, .34, .45, .23, .26, .38, .06, .62, .04, .76, .18),
                  line(.77, .10, .72, .97)),
              glyph(
                  curve(
                      .73, .16, .50, .03, .28, .14, .26, .36, .48, .48, .70, .36, .76, .14, .75,
                      .60, .60, .90, .32, .95))));

  /** Points of a {@link Stroke} between two given points of a curve. */
  private static final int STEPS = 4;

  /**
   * One movement of the pen. A corner within curves ends one stroke and begins another.
   *
   * @param curved whether the pen passes the points in a smooth curve, else in straight lines
   * @param points the given points, x and y in turn; at least two points
   */
  record Stroke(boolean curved, List<Double> points) {

    int size() {
      return points.size() / 2;
    }

    double x(int point) {
      return points.get(2 * point);
    }

    double y(int point) {
      return points.get(2 * point + 1);
    }
  }

  /**
   * Refines points to a polyline: a Catmull-Rom spline if curved, else the points themselves.
   *
   * @param curved whether to refine
   * @param points coordinates of one axis, at least two
   * @return coordinates of the polyline on that axis, first and last as in {@code points}
   */
  static double[] polyline(boolean curved, double[] points) {
    if (!curved) {
      return points.clone();
    }
    int last = points.length - 1;
    double[] fine = new double[last * STEPS + 1];
    for (int i = 0; i < last; i++) {
      double before = points[Math.max(i - 1, 0)];
      double from = points[i];
      double to = points[i + 1];
      double after = points[Math.min(i + 2, last)];
      for (int step = 0; step < STEPS; step++) {
        double t = (double) step / STEPS;
        fine[i * STEPS + step] =
            from
                + 0.5
                    * t
                    * (to
                        - before
                        + t
                            * (2 * before
                                - 5 * from
                                + 4 * to
                                - after
                                + t * (3 * (from - to) + after - before)));
      }
    }
    fine[last * STEPS] = points[last];
    return fine;
  }

  static Glyph glyph(Stroke... strokes) {
    return new Glyph(List.of(strokes));
  }

  static Stroke curve(double... points) {
    return new Stroke(true, boxed(points));
  }

  static Stroke line(double... points) {
    return new Stroke(false, boxed(points));
  }

  private static List<Double> boxed(double... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
