package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Operation;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** Windows in DL4J's words to pads on both sides. */
final class Geometry {
  private Geometry() {}

  /**
   * Strides, dilations and pads.
   *
   * @param in the shape that the window slides over, channels first
   */
  static Operation window(
      Operation operation,
      ConvolutionMode mode,
      int[] in,
      int[] kernel,
      int[] strides,
      int[] padding,
      int[] dilations) {
    int rank = kernel.length;
    int[] pads = new int[2 * rank];
    for (int i = 0; i < rank; i++) {
      int reach = dilations[i] * (kernel[i] - 1) + 1;
      switch (mode) {
        case Same -> {
          int out = (in[1 + i] + strides[i] - 1) / strides[i];
          int all = Math.max(0, (out - 1) * strides[i] + reach - in[1 + i]);
          pads[i] = all / 2;
          pads[rank + i] = all - all / 2;
        }
        case Causal -> pads[i] = reach - 1;
        default -> {
          pads[i] = padding[i];
          pads[rank + i] = padding[i];
        }
      }
    }
    return operation.with("strides", strides).with("dilations", dilations).with("pads", pads);
  }

  /** Of a transposed convolution: the pads of the convolution that it transposes. */
  static Operation transposed(
      Operation operation,
      Place place,
      ConvolutionMode mode,
      int[] kernel,
      int[] strides,
      int[] padding,
      int[] dilations) {
    int rank = kernel.length;
    int[] pads = new int[2 * rank];
    for (int i = 0; i < rank; i++) {
      int reach = dilations[i] * (kernel[i] - 1) + 1;
      int all = reach - strides[i];
      if (mode != ConvolutionMode.Same) {
        pads[i] = padding[i];
        pads[rank + i] = padding[i];
      } else if (all >= 0) {
        pads[i] = all / 2;
        pads[rank + i] = all - all / 2;
      } else {
        throw place.refused("its kernel is smaller than its stride, with ConvolutionMode.Same");
      }
    }
    return operation.with("strides", strides).with("dilations", dilations).with("pads", pads);
  }
}
