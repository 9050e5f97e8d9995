package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Operation;

/** Pooling of all places; of a series with lengths, of its steps within them. */
final class GlobalPools {
  private GlobalPools() {}

  static OnnxNode apply(Context c) {
    Operation operation = c.operation();
    int rank = c.shape().length;
    if (rank == 1) {
      return c.node("Identity", c.in());
    }
    int[] axes = c.axes(1, rank);
    String x = c.in();
    return switch (operation.text("mode")) {
      case "max" ->
          c.reduce("ReduceMax", c.lengths().orElse(c, x, Float.NEGATIVE_INFINITY), false, axes);
      case "mean" -> mean(c, axes);
      case "sum" -> c.reduce("ReduceSum", c.lengths().orElse(c, x, 0), false, axes);
      default -> norm(c, axes);
    };
  }

  private static OnnxNode mean(Context c, int... axes) {
    if (!c.lengths().count(c)) {
      return c.reduce("ReduceMean", c.in(), false, axes);
    }
    if (axes.length > 1) {
      throw c.refused("it pools the steps of each series and other axes at once");
    }
    String sum = c.reduce("ReduceSum", c.lengths().orElse(c, c.in(), 0), false, axes).get();
    return c.node("Div", sum, c.lengths().asNumbers(c));
  }

  private static OnnxNode norm(Context c, int... axes) {
    float p = c.operation().number("p", 2);
    String powers = Pools.power(c, c.lengths().orElse(c, c.in(), 0), p);
    String sum = c.reduce("ReduceSum", powers, false, axes).get();
    return c.node("Pow", sum, c.graph().number(1 / p));
  }
}
