package io.github.dl4jpruning.examples.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws on a canvas with an unsteady hand: the same thing never looks the same twice. The same
 * random numbers give the same lines on every machine. Not thread-safe.
 */
final class Pen {

  /**
   * How unsteady the hand is.
   *
   * @param minHeight of the thing, in pixels
   * @param maxHeight of the thing, in pixels
   * @param minWidth as a fraction of the height
   * @param maxWidth as a fraction of the height
   * @param shift most pixels that the centre is moved, along each axis
   * @param shear largest sideways move per pixel of height
   * @param tilt largest rotation, in radians
   * @param jitter largest move of a stroke's point along each axis, as a fraction of the size
   * @param minRadius half of the thinnest line's width, in pixels
   * @param maxRadius half of the thickest line's width, in pixels
   * @param minDarkness least ink, 0 to 1
   */
  record Hand(
      double minHeight,
      double maxHeight,
      double minWidth,
      double maxWidth,
      double shift,
      double shear,
      double tilt,
      double jitter,
      double minRadius,
      double maxRadius,
      double minDarkness) {}

  private final Canvas canvas;
  private final SplittableRandom random;

  Pen(Canvas canvas, SplittableRandom random) {
    this.canvas = canvas;
    this.random = random;
  }

  SplittableRandom random() {
    return random;
  }

  /**
   * Draws one thing near the middle.
   *
   * @param ways to draw it, one of which is taken
   */
  void write(List<Glyph> ways, Hand hand) {
    Glyph glyph = ways.get(between(0, ways.size()));
    double height = between(hand.minHeight(), hand.maxHeight());
    double width = height * between(hand.minWidth(), hand.maxWidth());
    double shear = between(-hand.shear(), hand.shear());
    double tilt = between(-hand.tilt(), hand.tilt());
    double cos = StrictMath.cos(tilt);
    double sin = StrictMath.sin(tilt);
    double middle = (canvas.side() - 1) / 2.0;
    double shiftX = middle + between(-hand.shift(), hand.shift());
    double shiftY = middle + between(-hand.shift(), hand.shift());
    double radius = between(hand.minRadius(), hand.maxRadius());
    double darkness = between(hand.minDarkness(), 1.0);
    double jitter = hand.jitter();
    for (Glyph.Stroke stroke : glyph.strokes()) {
      double[] xs = new double[stroke.size()];
      double[] ys = new double[stroke.size()];
      for (int i = 0; i < xs.length; i++) {
        double v = height * (stroke.y(i) - 0.5 + between(-jitter, jitter));
        double u = width * (stroke.x(i) - 0.5 + between(-jitter, jitter)) - shear * v;
        xs[i] = shiftX + cos * u - sin * v;
        ys[i] = shiftY + sin * u + cos * v;
      }
      double[] fineX = Glyph.polyline(stroke.curved(), xs);
      double[] fineY = Glyph.polyline(stroke.curved(), ys);
      for (int i = 1; i < fineX.length; i++) {
        canvas.segment(fineX[i - 1], fineY[i - 1], fineX[i], fineY[i], radius, darkness);
      }
    }
  }

  /** Draws a short thin line anywhere, paler than most. */
  void scrap() {
    double x = between(0.0, canvas.side());
    double y = between(0.0, canvas.side());
    double dx = between(-5.0, 5.0);
    double dy = between(-5.0, 5.0);
    canvas.segment(x, y, x + dx, y + dy, between(0.4, 1.0), between(0.2, 0.7));
  }

  /** A number of at least {@code low} and below {@code high}. */
  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** A whole number of at least {@code low} and below {@code high}. */
  int between(int low, int high) {
    return low + (int) ((high - low) * random.nextDouble());
  }
}
