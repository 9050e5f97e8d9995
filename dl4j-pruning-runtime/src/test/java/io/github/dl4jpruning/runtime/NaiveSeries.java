package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Series by the shortest loops. */
final class NaiveSeries {
  private NaiveSeries() {}

  static double[] standardised(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double var = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return Arrays.stream(x).map(v -> var < 1e-30 ? 0 : (v - mean) / Math.sqrt(var)).toArray();
  }

  private static double[] times(double[] w, double[] x) {
    double[] y = new double[w.length / x.length];
    for (int i = 0; i < w.length; i++) {
      y[i / x.length] += w[i] * x[i % x.length];
    }
    return y;
  }

  private static double[] column(double[] x, int time, int t) {
    double[] column = new double[x.length / time];
    for (int i = 0; i < column.length; i++) {
      column[i] = x[i * time + t];
    }
    return column;
  }

  static double[] lstm(
      Operation o,
      double[] x,
      int time,
      double[] w,
      double[] r,
      double[] b,
      double[] p,
      int steps) {
    int n = o.integer("hidden_size", 0);
    double[] h = new double[n];
    double[] c = new double[n];
    double[] y = new double[n * time];
    boolean reverse = o.integer("reverse", 0) == 1;
    for (int i = 0; i < time; i++) {
      int t = reverse ? time - 1 - i : i;
      double[] wx = times(w, column(x, time, t));
      double[] rh = times(r, h);
      double[] next = new double[n];
      for (int j = 0; j < n; j++) {
        double[] z = new double[4];
        for (int g = 0; g < 4; g++) {
          z[g] = wx[g * n + j] + rh[g * n + j] + (b == null ? 0 : b[g * n + j]);
        }
        double before = c[j];
        double forget = gate(o, z[1] + (p == null ? 0 : p[j] * before));
        double input = gate(o, z[3] + (p == null ? 0 : p[2 * n + j] * before));
        c[j] = before * forget + NaiveFunctions.of(o, "activation", z[0]) * input;
        double output = gate(o, z[2] + (p == null ? 0 : p[n + j] * c[j]));
        next[j] = output * NaiveFunctions.of(o, "activation", c[j]);
        if (t >= steps) {
          next[j] = 0;
          c[j] = 0;
        }
        y[j * time + t] = next[j];
      }
      h = next;
    }
    return y;
  }

  private static double gate(Operation o, double x) {
    return NaiveFunctions.of(o, "gate_activation", x);
  }

  static double[] rnn(
      Operation o,
      double[] x,
      int time,
      double[] w,
      double[] r,
      double[] b,
      double[] scaleW,
      double[] scaleR,
      int steps) {
    int n = o.integer("hidden_size", 0);
    double[] h = new double[n];
    double[] y = new double[n * time];
    boolean reverse = o.integer("reverse", 0) == 1;
    for (int i = 0; i < time; i++) {
      int t = reverse ? time - 1 - i : i;
      double[] wx = times(w, column(x, time, t));
      double[] rh = times(r, h);
      if (scaleW != null) {
        wx = scaled(standardised(wx), scaleW);
        rh = i == 0 ? rh : scaled(standardised(rh), scaleR);
      }
      double[] next = new double[n];
      for (int j = 0; j < n; j++) {
        double z = wx[j] + rh[j] + (b == null ? 0 : b[j]);
        next[j] = t >= steps ? 0 : NaiveFunctions.of(o, "activation", z);
        y[j * time + t] = next[j];
      }
      h = next;
    }
    return y;
  }

  private static double[] scaled(double[] x, double[] by) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * by[i];
    }
    return y;
  }

  static double[] other(
      Operation o,
      List<double[]> all,
      int[] in,
      int[] out,
      double[] w,
      double[] b,
      int steps,
      Map<String, int[]> shapes) {
    double[] x = all.get(0);
    double[] y = new double[Shapes.size(out)];
    int time = in[in.length - 1];
    int end = Math.min(time, steps);
    switch (o.op()) {
      case GATHER -> {
        int n = out[0];
        int places = y.length / n;
        for (int i = 0; i < y.length; i++) {
          y[i] = w[((int) x[i % places]) * n + i / places] + (b == null ? 0 : b[i / places]);
        }
      }
      case LAST_STEP -> y = column(x, time, end - 1);
      case REVERSE -> {
        for (int i = 0; i < x.length; i++) {
          int t = i % time;
          y[i] = t < end ? x[i - t + end - 1 - t] : 0;
        }
      }
      case MASK -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = i % time < end ? x[i] : 0;
        }
      }
      case EXPAND_TIME -> {
        for (int i = 0; i < y.length; i++) {
          y[i] = x[i / out[1]];
        }
      }
      case ATTENTION -> attention(o, all, out, steps, shapes, y);
      default -> throw new AssertionError(o);
    }
    return y;
  }

  private static void attention(
      Operation o,
      List<double[]> all,
      int[] out,
      int steps,
      Map<String, int[]> shapes,
      double[] y) {
    int heads = o.integer("heads", 1);
    int size = shapes.get(o.inputs().get(0))[0] / heads;
    int tq = out[1];
    int tk = shapes.get(o.inputs().get(1))[1];
    for (int i = 0; i < out[0]; i++) {
      int head = i / (out[0] / heads);
      for (int t = 0; t < tq; t++) {
        double sum = 0;
        double weighted = 0;
        for (int s = 0; s < Math.min(tk, steps); s++) {
          double score = 0;
          for (int d = head * size; d < (head + 1) * size; d++) {
            score += all.get(0)[d * tq + t] * all.get(1)[d * tk + s];
          }
          double e = Math.exp(score / (o.integer("scaled", 1) == 1 ? Math.sqrt(size) : 1));
          sum += e;
          weighted += e * all.get(2)[i * tk + s];
        }
        y[i * tq + t] = weighted / sum;
      }
    }
  }
}
