package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;

/** The maps of operations that only move elements. */
final class Moves {
  private Moves() {}

  /** Where an index of the output comes from, as an index of the input; false for zero. */
  private interface Rule {
    boolean source(int[] to, int[] from);
  }

  private static int[] sources(int[] in, int[] out, Rule rule) {
    int[] strides = Shapes.strides(in);
    int[] sources = new int[Shapes.size(out)];
    int[] to = new int[out.length];
    int[] from = new int[in.length];
    for (int i = 0; i < sources.length; i++) {
      if (rule.source(to, from)) {
        for (int d = 0; d < from.length; d++) {
          sources[i] += from[d] * strides[d];
        }
      } else {
        sources[i] = -1;
      }
      Shapes.increment(to, out);
    }
    return sources;
  }

  static int[] slice(Operation operation, int[] in, int[] out) {
    int[] starts = operation.ints("starts");
    return sources(
        in,
        out,
        (to, from) -> {
          for (int d = 0; d < to.length; d++) {
            from[d] = to[d] + starts[d];
          }
          return true;
        });
  }

  static int[] pad(Operation operation, int[] in, int[] out) {
    int[] pads = operation.ints("pads");
    return sources(
        in,
        out,
        (to, from) -> {
          boolean inside = true;
          for (int d = 0; d < to.length; d++) {
            from[d] = to[d] - pads[d];
            inside &= from[d] >= 0 && from[d] < in[d];
          }
          return inside;
        });
  }

  static int[] transpose(Operation operation, int[] in, int[] out) {
    int[] perm = operation.ints("perm");
    return sources(
        in,
        out,
        (to, from) -> {
          for (int d = 0; d < to.length; d++) {
            from[perm[d]] = to[d];
          }
          return true;
        });
  }

  static int[] upsample(Operation operation, int[] in, int[] out) {
    int[] scales = operation.ints("scales");
    return sources(
        in,
        out,
        (to, from) -> {
          for (int d = 0; d < to.length; d++) {
            from[d] = to[d] / scales[d];
          }
          return true;
        });
  }

  static int[] spaceToDepth(Operation operation, int[] in, int[] out) {
    int size = operation.integer("blocksize", 1);
    return sources(
        in,
        out,
        (to, from) -> {
          System.arraycopy(to, 0, from, 0, to.length);
          int block = to[0] / in[0];
          from[0] = to[0] % in[0];
          from[1] = to[1] * size + block / size;
          from[2] = to[2] * size + block % size;
          return true;
        });
  }
}
