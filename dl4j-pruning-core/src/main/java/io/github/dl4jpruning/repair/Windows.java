package io.github.dl4jpruning.repair;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;

/**
 * Which places of its input a layer reads together for one place of its output; one value per axis
 * of space or time. A dense layer has no such axis, a recurrent one reads step by step.
 *
 * @param kernel places read
 * @param stride between outputs
 * @param dilation between places
 * @param padding before the first place, where the mode does not say
 * @param mode DL4J's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Windows(int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode) {
  /** The windows of a layer with one matrix of input weights. */
  static Windows of(Layer layer) {
    if (layer instanceof ConvolutionLayer conv) {
      int axes = layer instanceof Convolution1DLayer ? 1 : conv.getKernelSize().length;
      return new Windows(
          Arrays.copyOf(conv.getKernelSize(), axes),
          Arrays.copyOf(conv.getStride(), axes),
          Arrays.copyOf(conv.getDilation(), axes),
          Arrays.copyOf(conv.getPadding(), axes),
          conv.getConvolutionMode());
    }
    boolean series = layer instanceof BaseRecurrentLayer || layer instanceof RnnOutputLayer;
    return single(series ? 1 : 0);
  }

  /** Each place by itself. */
  static Windows single(int axes) {
    int[] ones = new int[axes];
    Arrays.fill(ones, 1);
    return new Windows(ones, ones, ones, new int[axes], ConvolutionMode.Truncate);
  }

  int axes() {
    return kernel.length;
  }

  /** How many places the kernel has. */
  int places() {
    return Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
  }

  /** Sizes of the output for sizes of the input. */
  int[] outputs(int... sizes) {
    int[] outputs = new int[axes()];
    Arrays.setAll(
        outputs,
        a ->
            switch (mode) {
              case Same, Causal -> (sizes[a] + stride[a] - 1) / stride[a];
              default -> (sizes[a] + 2 * padding[a] - reach(a)) / stride[a] + 1;
            });
    return outputs;
  }

  /** Padded places before the first one. */
  int[] before(int... sizes) {
    int[] outputs = outputs(sizes);
    int[] before = new int[axes()];
    Arrays.setAll(
        before,
        a ->
            switch (mode) {
              case Same -> Math.max(0, (outputs[a] - 1) * stride[a] + reach(a) - sizes[a]) / 2;
              case Causal -> reach(a) - 1;
              default -> padding[a];
            });
    return before;
  }

  private int reach(int axis) {
    return dilation[axis] * (kernel[axis] - 1) + 1;
  }
}
