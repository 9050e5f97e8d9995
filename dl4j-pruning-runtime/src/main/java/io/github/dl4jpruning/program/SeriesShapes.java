package io.github.dl4jpruning.program;

import java.util.Arrays;
import java.util.List;

/** Series {@code [size, time]}. */
final class SeriesShapes {
  private SeriesShapes() {}

  static int[] globalPool(Operation operation, List<int[]> inputs) {
    String mode = operation.text("mode");
    if (!Arrays.asList("max", "mean", "sum", "pnorm").contains(mode)) {
      throw new IllegalArgumentException(
          operation.output() + ": mode must be max, mean, sum or pnorm, not " + mode);
    }
    if (mode.equals("pnorm") && !(operation.number("p", 0) > 0)) {
      throw new IllegalArgumentException(
          operation.output() + ": p must be above 0, not " + operation.number("p", 0));
    }
    return new int[] {inputs.get(0)[0]};
  }

  static int[] gather(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] w = operation.weights().get("W").shape();
    boolean fits = w.length == 2 && (in.length == 1 || (in.length == 2 && in[0] == 1));
    ProductShapes.require(operation, fits, in, w);
    ProductShapes.requireVector(operation, "B", w[1]);
    int steps = in[in.length - 1];
    return in.length == 1 && steps == 1 ? new int[] {w[1]} : new int[] {w[1], steps};
  }

  static int[] lstm(Operation operation, List<int[]> inputs) {
    return recurrent(operation, inputs.get(0), 4);
  }

  static int[] rnn(Operation operation, List<int[]> inputs) {
    return recurrent(operation, inputs.get(0), 1);
  }

  private static int[] recurrent(Operation operation, int[] in, int gates) {
    int[] w = operation.weights().get("W").shape();
    int[] r = operation.weights().get("R").shape();
    int n = operation.integer("hidden_size", 0);
    int rows = Math.multiplyExact(gates, n);
    ProductShapes.require(operation, in.length == 2 && w.length == 2 && w[1] == in[0], in, w);
    ProductShapes.require(operation, w[0] == rows && Arrays.equals(r, new int[] {rows, n}), in, r);
    ProductShapes.requireVector(operation, "B", rows);
    ProductShapes.requireVector(operation, "scaleW", rows);
    ProductShapes.requireVector(operation, "scaleR", rows);
    Weight peepholes = operation.weights().get("P");
    if (peepholes != null && !Arrays.equals(peepholes.shape(), new int[] {3, n})) {
      ProductShapes.require(operation, false, in, peepholes.shape());
    }
    Activation.of(operation, "activation");
    if (gates == 4) {
      Activation.of(operation, "gate_activation");
    }
    return new int[] {n, in[1]};
  }

  static int[] lastStep(Operation operation, List<int[]> inputs) {
    requireSeries(operation, inputs.get(0));
    return new int[] {inputs.get(0)[0]};
  }

  static int[] expandTime(Operation operation, List<int[]> inputs) {
    int[] series = inputs.get(1);
    return new int[] {Shapes.size(inputs.get(0)), series[series.length - 1]};
  }

  static int[] attention(Operation operation, List<int[]> inputs) {
    int heads = operation.integer("heads", 1);
    int[] q = inputs.get(0);
    int[] k = inputs.get(1);
    int[] v = inputs.get(2);
    for (int[] series : inputs) {
      requireSeries(operation, series);
    }
    if (heads < 1 || q[0] != k[0] || k[1] != v[1] || q[0] % heads != 0 || v[0] % heads != 0) {
      throw new IllegalArgumentException(
          operation.output()
              + ": "
              + heads
              + " heads do not fit queries "
              + Arrays.toString(q)
              + ", keys "
              + Arrays.toString(k)
              + ", values "
              + Arrays.toString(v));
    }
    return new int[] {v[0], q[1]};
  }

  private static void requireSeries(Operation operation, int[] shape) {
    if (shape.length != 2) {
      throw new IllegalArgumentException(
          operation.output() + ": must be a series [size, time], not " + Arrays.toString(shape));
    }
  }
}
