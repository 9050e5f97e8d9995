package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Operation;
import java.util.Arrays;

/** Normalisations: over a batch's statistics, over channels, over whole examples. */
final class Normalisations {
  private Normalisations() {}

  static OnnxNode batch(Context c) {
    int n = c.shape()[0];
    String scale = c.has("scale") ? c.weight("scale") : filled(c, "scale", n, 1);
    String bias = c.has("bias") ? c.weight("bias") : filled(c, "bias", n, 0);
    String variance = c.has("var") ? c.weight("var") : variance(c, n);
    return c.node("BatchNormalization", c.in(), scale, bias, c.weight("mean"), variance)
        .withNumber("epsilon", c.operation().number("epsilon", 0));
  }

  private static String filled(Context c, String what, int n, float value) {
    float[] values = new float[n];
    Arrays.fill(values, value);
    return c.graph().numbers(what, values, n);
  }

  /** DL4J has the deviation's logarithm to base 10. */
  private static String variance(Context c, int n) {
    float[] values = c.values("logstd");
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.pow(10, 2.0 * values[i]);
    }
    return c.graph().weight(c.key("logstd"), values, n);
  }

  /** Along the axis behind the batch, mean 0 and deviation 1; where all are alike, 0. */
  static OnnxNode standardised(Context c, String x) {
    String mean = c.reduce("ReduceMean", x, true, 1).get();
    String gap = c.node("Sub", x, mean).get();
    String squares = c.node("Mul", gap, gap).get();
    String deviation = c.node("Sqrt", c.reduce("ReduceMean", squares, true, 1).get()).get();
    String none = c.node("Equal", deviation, c.graph().number(0)).get();
    String divisor = c.node("Where", none, c.graph().number(1), deviation).get();
    return c.node("Div", gap, divisor);
  }

  static OnnxNode layer(Context c) {
    int rank = c.shape().length;
    OnnxNode unit = standardised(c, c.in());
    OnnxNode scaled = c.has("scale") ? c.node("Mul", unit.get(), c.channels("scale", rank)) : unit;
    return c.biased(scaled, "bias", rank);
  }

  /** ONNX wants two axes behind the channels, and divides alpha by the number of channels. */
  static OnnxNode acrossChannels(Context c) {
    Operation operation = c.operation();
    int size = 2 * operation.integer("size", 2) + 1;
    int[] shape = c.shape();
    boolean asItIs = shape.length == 3;
    String x = asItIs ? c.in() : c.reshape(c.in(), shape[0], -1, 1).get();
    OnnxNode lrn =
        c.node("LRN", x)
            .with("size", size)
            .withNumber("alpha", operation.number("alpha", 1e-4f) * size)
            .withNumber("beta", operation.number("beta", 0.75f))
            .withNumber("bias", operation.number("k", 1));
    return asItIs ? lrn : c.reshape(lrn.get(), Arrangements.free(shape));
  }

  static OnnxNode length(Context c) {
    String norm = c.reduce("ReduceL2", c.in(), true, c.axes(0, c.shape().length)).get();
    String least = c.graph().number(c.operation().number("epsilon", 1e-8f));
    return c.node("Div", c.in(), c.node("Max", norm, least).get());
  }

  static OnnxNode distance(Context c) {
    String gap = c.node("Sub", c.in(0), c.in(1)).get();
    int[] axes = c.axes(0, c.shape().length);
    String squares = c.reduce("ReduceSumSquare", gap, false, axes).get();
    String least = c.graph().number(c.operation().number("epsilon", 0));
    String sum = c.node("Max", squares, least).get();
    return c.reshape(c.node("Sqrt", sum).get(), 1);
  }
}
