package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Window;

/** Pooling by windows. */
final class Pools {
  private Pools() {}

  private static Windows window(Context c) {
    return Windows.of(Window.ofKernel(c.operation()), c.shape());
  }

  static OnnxNode max(Context c) {
    Windows window = window(c);
    if (!window.mayBeEmpty()) {
      return window.into(c.node("MaxPool", apart(c)));
    }
    String least = c.graph().number(Float.NEGATIVE_INFINITY);
    String padded = c.node("Pad", c.in(), c.graph().ints(window.allPads()), least).get();
    return window.bare().into(c.node("MaxPool", apart(c, padded)));
  }

  /**
   * The input, kept apart from padding before it: ONNX Runtime 1.29 makes both one, and then
   * refuses pads as large as the window, or takes what was padded with zeros for nothing.
   */
  private static String apart(Context c) {
    boolean padded =
        c.program().operations().stream()
            .anyMatch(
                each -> each.op() == Op.PAD && each.output().equals(c.operation().inputs().get(0)));
    return padded ? apart(c, c.in()) : c.in();
  }

  private static String apart(Context c, String padded) {
    int axes = c.shape().length;
    return c.node("Reshape", padded, c.graph().ints(new long[axes + 1])).get();
  }

  static OnnxNode average(Context c) {
    Windows window = window(c);
    int all = c.operation().integer("count_include_pad", 0);
    if (!window.isDilated() && !window.mayBeEmpty()) {
      return window.intoPool(c.node("AveragePool", apart(c))).with("count_include_pad", all);
    }
    String sum = sum(c, c.in(), window).get();
    if (all == 1) {
      return c.node("Div", sum, c.graph().number(Shapes.size(window.kernel())));
    }
    // how many places are no padding, wherever the window stands
    String like = c.node("Shape", c.in()).get();
    String ones = c.node("Expand", c.graph().number(1), like).get();
    String seen = sum(c, ones, window).get();
    return c.node("Div", sum, c.node("Max", seen, c.graph().number(1)).get());
  }

  static OnnxNode sum(Context c) {
    return sum(c, c.in(), window(c));
  }

  /** A convolution of each channel by ones. */
  private static OnnxNode sum(Context c, String x, Windows window) {
    int channels = c.shape()[0];
    int[] shape = window.shape(channels, 1);
    String ones = c.graph().numbers("ones", Products.ones(shape), shape);
    return window.into(c.node("Conv", x, ones)).with("group", channels);
  }

  /** By powers: ONNX's LpPool takes whole p only, and knows no dilations of old. */
  static OnnxNode norm(Context c) {
    float p = c.operation().number("p", 2);
    String powers = power(c, c.in(), p);
    String sum = sum(c, powers, window(c)).get();
    return c.node("Pow", sum, c.graph().number(1 / p));
  }

  /** {@code |x|^p}. */
  static String power(Context c, String x, float p) {
    String size = c.node("Abs", x).get();
    return c.node("Pow", size, c.graph().number(p)).get();
  }
}
