package io.github.dl4jpruning.program;

import java.util.List;

/** Windows that slide: convolutions and pooling. */
final class ConvolutionShapes {
  private ConvolutionShapes() {}

  static int[] conv(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] w = operation.weights().get("W").shape();
    Window window = Window.ofWeights(operation);
    int group = operation.integer("group", 1);
    ProductShapes.require(
        operation,
        in.length > window.rank() && group >= 1 && in[0] == w[1] * group && w[0] % group == 0,
        in,
        w);
    ProductShapes.requireVector(operation, "B", w[0]);
    return window.out(in, w[0]);
  }

  static int[] transposed(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] w = operation.weights().get("W").shape();
    Window window = Window.ofWeights(operation);
    ProductShapes.require(operation, in.length > window.rank() && in[0] == w[1], in, w);
    ProductShapes.requireVector(operation, "B", w[0]);
    int[] out = in.clone();
    out[0] = w[0];
    for (int i = 0; i < window.rank(); i++) {
      long reach = (long) window.dilations[i] * (window.kernel[i] - 1) + 1;
      long size = (long) (in[1 + i] - 1) * window.strides[i] + reach;
      out[1 + i] = Math.toIntExact(size - window.begins[i] - window.ends[i]);
    }
    return out;
  }

  static int[] local(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] w = operation.weights().get("W").shape();
    Window window = Window.ofKernel(operation);
    ProductShapes.require(operation, w.length == 3 && in.length == window.rank() + 1, in, w);
    int[] out = window.out(in, w[2]);
    int places = Shapes.size(out, 1, out.length);
    ProductShapes.require(
        operation, w[0] == places && w[1] == in[0] * Shapes.size(window.kernel), in, w);
    ProductShapes.requireVector(operation, "B", w[2]);
    return out;
  }

  static int[] pool(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    Window window = Window.ofKernel(operation);
    ProductShapes.require(operation, in.length > window.rank(), in, window.kernel);
    if (operation.op() == Op.LP_POOL && !(operation.number("p", 0) > 0)) {
      throw new IllegalArgumentException(
          operation.output() + ": p must be above 0, not " + operation.number("p", 0));
    }
    return window.out(in, in[0]);
  }
}
