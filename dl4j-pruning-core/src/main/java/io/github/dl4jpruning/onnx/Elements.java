package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Activation;
import java.util.Arrays;

/** Arithmetic element by element. */
final class Elements {
  private Elements() {}

  static OnnxNode function(Context c) {
    return Functions.apply(c, Activation.of(c.operation(), "function"), c.in());
  }

  /** The slopes' axes are the first of the tensor's; ONNX would take them for the last. */
  static OnnxNode prelu(Context c) {
    int[] slopes = c.weightShape("slope");
    int[] shape = Arrays.copyOf(slopes, c.shape().length);
    Arrays.fill(shape, slopes.length, shape.length, 1);
    return c.node("PRelu", c.in(), c.weight("slope", shape));
  }

  static OnnxNode scale(Context c) {
    int rank = c.shape().length;
    OnnxNode scaled =
        c.has("scale")
            ? c.node("Mul", c.in(), c.channels("scale", rank))
            : c.node("Identity", c.in());
    return c.biased(scaled, "bias", rank);
  }

  static OnnxNode affine(Context c) {
    float alpha = c.operation().number("alpha", 1);
    float beta = c.operation().number("beta", 0);
    OnnxNode scaled =
        alpha == 1 ? c.node("Identity", c.in()) : c.node("Mul", c.in(), c.graph().number(alpha));
    if (beta == 0) {
      return scaled;
    }
    return c.node("Add", alpha == 1 ? c.in() : scaled.get(), c.graph().number(beta));
  }

  static OnnxNode product(Context c) {
    String product = c.in();
    int last = c.operation().inputs().size() - 1;
    for (int i = 1; i < last; i++) {
      product = c.node("Mul", product, c.in(i)).get();
    }
    return c.node("Mul", product, c.in(last));
  }
}
