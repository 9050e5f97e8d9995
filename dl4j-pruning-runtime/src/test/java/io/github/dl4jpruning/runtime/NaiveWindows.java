package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Window;
import java.util.Arrays;

/** Convolutions and pools: a window slides over the places of the output. */
final class NaiveWindows {
  private NaiveWindows() {}

  /** Calls with (output element without channel, input element without channel, tap). */
  private interface Visitor {
    void visit(int place, int element, int tap);
  }

  private static void slide(Window window, int[] in, int[] out, Visitor visitor) {
    int[] places = Arrays.copyOfRange(out, 1, out.length);
    int[] place = new int[places.length];
    for (int p = 0; p < Shapes.size(places); p++) {
      int[] tap = new int[window.rank()];
      for (int t = 0; t < Shapes.size(window.kernel); t++) {
        int at = 0;
        boolean inside = true;
        for (int d = 0; d < places.length; d++) {
          int i = place[d];
          if (d < window.rank()) {
            i = i * window.strides[d] + tap[d] * window.dilations[d] - window.begins[d];
            inside &= i >= 0 && i < in[1 + d];
          }
          at = at * in[1 + d] + i;
        }
        if (inside) {
          visitor.visit(p, at, t);
        }
        Shapes.increment(tap, window.kernel);
      }
      Shapes.increment(place, places);
    }
  }

  private static double[] bias(double[] b, int[] out) {
    double[] y = new double[Shapes.size(out)];
    for (int i = 0; b != null && i < y.length; i++) {
      y[i] = b[i / (y.length / out[0])];
    }
    return y;
  }

  static double[] conv(Operation o, double[] x, int[] in, int[] out, double[] w, double[] b) {
    double[] y = bias(b, out);
    int group = o.integer("group", 1);
    int per = in[0] / group;
    Window window = Window.ofWeights(o);
    int taps = Shapes.size(window.kernel);
    slide(
        window,
        in,
        out,
        (p, e, t) -> {
          for (int r = 0; r < out[0]; r++) {
            for (int c = 0; c < per; c++) {
              double weight = w[(r * per + c) * taps + t];
              int channel = r / (out[0] / group) * per + c;
              if (weight != 0) {
                y[r * (y.length / out[0]) + p] += weight * x[channel * (x.length / in[0]) + e];
              }
            }
          }
        });
    return y;
  }

  static double[] transposed(Operation o, double[] x, int[] in, int[] out, double[] w, double[] b) {
    double[] y = bias(b, out);
    Window window = Window.ofWeights(o);
    int taps = Shapes.size(window.kernel);
    slide(
        window,
        out,
        in,
        (p, e, t) -> {
          for (int r = 0; r < out[0]; r++) {
            for (int c = 0; c < in[0]; c++) {
              y[r * (y.length / out[0]) + e] +=
                  w[(r * in[0] + c) * taps + t] * x[c * (x.length / in[0]) + p];
            }
          }
        });
    return y;
  }

  static double[] local(Operation o, double[] x, int[] in, int[] out, double[] w, double[] b) {
    double[] y = bias(b, out);
    Window window = Window.ofKernel(o);
    int taps = Shapes.size(window.kernel);
    slide(
        window,
        in,
        out,
        (p, e, t) -> {
          for (int r = 0; r < out[0]; r++) {
            for (int c = 0; c < in[0]; c++) {
              y[r * (y.length / out[0]) + p] +=
                  w[(p * in[0] * taps + c * taps + t) * out[0] + r] * x[c * (x.length / in[0]) + e];
            }
          }
        });
    return y;
  }

  static double[] pool(Operation o, double[] x, int[] in, int[] out) {
    double[] y = new double[Shapes.size(out)];
    int[] seen = new int[y.length];
    double p = o.number("p", 1);
    Window window = Window.ofKernel(o);
    boolean max = o.op() == io.github.dl4jpruning.program.Op.MAX_POOL;
    Arrays.fill(y, max ? Double.NEGATIVE_INFINITY : 0);
    slide(
        window,
        in,
        out,
        (place, e, t) -> {
          for (int c = 0; c < in[0]; c++) {
            int to = c * (y.length / in[0]) + place;
            double v = x[c * (x.length / in[0]) + e];
            seen[to]++;
            switch (o.op()) {
              case MAX_POOL -> y[to] = Math.max(y[to], v);
              case LP_POOL -> y[to] += Math.pow(Math.abs(v), p);
              default -> y[to] += v;
            }
          }
        });
    for (int i = 0; i < y.length; i++) {
      switch (o.op()) {
        case LP_POOL -> y[i] = Math.pow(y[i], 1 / p);
        case AVERAGE_POOL ->
            y[i] /= o.integer("count_include_pad", 0) == 1 ? Shapes.size(window.kernel) : seen[i];
        default -> {}
      }
    }
    return y;
  }

  static double[] globalPool(Operation o, double[] x, int[] in, int steps) {
    double[] y = new double[in[0]];
    int places = x.length / in[0];
    int time = in[in.length - 1];
    double p = o.number("p", 1);
    for (int c = 0; c < in[0]; c++) {
      double sum = 0;
      double max = Double.NEGATIVE_INFINITY;
      double norm = 0;
      int seen = 0;
      for (int i = 0; i < places; i++) {
        if (i % time < steps) {
          double v = x[c * places + i];
          sum += v;
          max = Math.max(max, v);
          norm += Math.pow(Math.abs(v), p);
          seen++;
        }
      }
      y[c] =
          switch (o.text("mode")) {
            case "max" -> max;
            case "mean" -> sum / seen;
            case "sum" -> sum;
            default -> Math.pow(norm, 1 / p);
          };
    }
    return y;
  }
}
