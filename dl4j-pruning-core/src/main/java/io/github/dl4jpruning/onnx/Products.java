package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Matrix products and convolutions. */
final class Products {
  private Products() {}

  static OnnxNode gemm(Context c) {
    int rank = c.shape().length;
    if (rank == 1) {
      String w = c.weight("W");
      OnnxNode gemm =
          c.has("B") ? c.node("Gemm", c.in(), w, c.weight("B")) : c.node("Gemm", c.in(), w);
      return gemm.with("transB", 1);
    }
    return c.biased(columns(c, c.in(), c.weight("W"), rank), "B", rank);
  }

  /** A matrix times each column along the first of so many axes. */
  static OnnxNode columns(Context c, String x, String matrix, int rank) {
    if (rank == 2) {
      return c.node("MatMul", matrix, x);
    }
    // the product wants the channels next to last: [n, …, channels, 1] does for any axes
    int[] back = IntStream.concat(IntStream.of(0, rank), IntStream.range(1, rank)).toArray();
    int[] behind = IntStream.concat(IntStream.of(0), IntStream.rangeClosed(2, rank + 1)).toArray();
    behind[rank] = 1;
    String column = c.node("Transpose", x).withInts("perm", behind).get();
    String turned = c.node("Transpose", matrix).withInts("perm", 1, 0).get();
    String product = c.node("MatMul", column, turned).get();
    return c.node("Transpose", product).withInts("perm", back);
  }

  static OnnxNode conv(Context c) {
    Windows window = Windows.of(Window.ofWeights(c.operation()), c.shape());
    OnnxNode conv = window.into(biased(c, "Conv", c.weight("W", window.kernel("W", c))));
    return conv.with("group", c.operation().integer("group", 1));
  }

  private static OnnxNode biased(Context c, String operator, String w) {
    return c.has("B") ? c.node(operator, c.in(), w, c.weight("B")) : c.node(operator, c.in(), w);
  }

  /** ONNX has inputs first in its weights. */
  static OnnxNode convTranspose(Context c) {
    Windows window = Windows.of(Window.ofWeights(c.operation()), c.shape());
    int[] shape = window.kernel("W", c);
    float[] values = c.values("W");
    float[] turned = new float[values.length];
    int taps = values.length / (shape[0] * shape[1]);
    for (int out = 0; out < shape[0]; out++) {
      for (int in = 0; in < shape[1]; in++) {
        System.arraycopy(
            values, (out * shape[1] + in) * taps, turned, (in * shape[0] + out) * taps, taps);
      }
    }
    int[] swapped = shape.clone();
    swapped[0] = shape[1];
    swapped[1] = shape[0];
    return window.into(biased(c, "ConvTranspose", c.graph().weight(c.key("W"), turned, swapped)));
  }

  /** Patches as channels, by a convolution with ones; then a product of its own at each place. */
  static OnnxNode locallyConnected(Context c) {
    Operation operation = c.operation();
    int[] in = c.shape();
    int[] out = c.outShape();
    Window window = Window.ofKernel(operation);
    int taps = Shapes.size(window.kernel);
    int places = Shapes.size(out, 1, out.length);
    int patch = in[0] * taps;
    String ones = c.graph().numbers("patches", patches(in[0], taps), patchShape(patch, window));
    String patches =
        Windows.of(window, in).into(c.node("Conv", c.in(), ones)).with("group", in[0]).get();
    String flat = c.reshape(patches, patch, places).get();
    String byPlace = c.node("Transpose", flat).withInts("perm", 2, 0, 1).get();
    String product = c.node("MatMul", byPlace, c.weight("W")).get();
    String byExample = c.node("Transpose", product).withInts("perm", 1, 2, 0).get();
    return c.biased(c.reshape(byExample, out), "B", out.length);
  }

  private static int[] patchShape(int patch, Window window) {
    int[] shape = new int[window.rank() + 2];
    shape[0] = patch;
    shape[1] = 1;
    System.arraycopy(window.kernel, 0, shape, 2, window.rank());
    return shape;
  }

  /** For each channel and tap a kernel that looks at this tap only. */
  private static float[] patches(int channels, int taps) {
    float[] values = new float[channels * taps * taps];
    for (int i = 0; i < channels * taps; i++) {
      values[i * taps + i % taps] = 1;
    }
    return values;
  }

  /** Ones, as many as a shape has. */
  static float[] ones(int... shape) {
    float[] ones = new float[Shapes.size(shape)];
    Arrays.fill(ones, 1);
    return ones;
  }
}
