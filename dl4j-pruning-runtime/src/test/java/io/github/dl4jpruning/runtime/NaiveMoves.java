package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;

/** Elements that move: each of the output says where it comes from. */
final class NaiveMoves {
  private NaiveMoves() {}

  interface Rule {
    void source(int[] to, int[] from);
  }

  static void from(Operation o, String attribute, int[] to, int[] from, int sign) {
    for (int d = 0; d < to.length; d++) {
      from[d] = to[d] + sign * o.ints(attribute)[d];
    }
  }

  static double[] move(int[] in, double[] x, int[] out, Rule rule) {
    double[] y = new double[Shapes.size(out)];
    int[] to = new int[out.length];
    int[] from = new int[in.length];
    for (int i = 0; i < y.length; i++) {
      rule.source(to, from);
      int at = 0;
      boolean inside = true;
      for (int d = 0; d < in.length; d++) {
        inside &= from[d] >= 0 && from[d] < in[d];
        at = at * in[d] + from[d];
      }
      y[i] = inside ? x[at] : 0;
      Shapes.increment(to, out);
    }
    return y;
  }
}
