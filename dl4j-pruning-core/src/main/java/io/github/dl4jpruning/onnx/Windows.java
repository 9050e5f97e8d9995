package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Window;
import java.util.Arrays;

/**
 * A window over all axes behind the channels. A program's window may leave the last ones out, time
 * steps that DL4J folds into the batch: it gets one place there.
 *
 * @param kernel its size on each axis
 * @param strides how far it moves
 * @param dilations how far apart its places are
 * @param pads zeros before all axes, then behind all
 */
@SuppressWarnings("ArrayRecordComponent") // within the package, and nobody changes it
record Windows(int[] kernel, int[] strides, int[] dilations, int[] pads) {
  static Windows of(Window window, int... shape) {
    int axes = shape.length - 1;
    int[] pads = Arrays.copyOf(window.begins, 2 * axes);
    System.arraycopy(window.ends, 0, pads, axes, window.rank());
    return new Windows(
        withOnes(window.kernel, axes),
        withOnes(window.strides, axes),
        withOnes(window.dilations, axes),
        pads);
  }

  private static int[] withOnes(int[] values, int axes) {
    int[] full = Arrays.copyOf(values, axes);
    Arrays.fill(full, values.length, axes, 1);
    return full;
  }

  /** The shape of a convolution's weights. */
  int[] kernel(String role, Context c) {
    int[] w = c.weightShape(role);
    return shape(w[0], w[1]);
  }

  /** The kernel behind two axes of channels. */
  int[] shape(int out, int in) {
    int[] shape = new int[kernel.length + 2];
    shape[0] = out;
    shape[1] = in;
    System.arraycopy(kernel, 0, shape, 2, kernel.length);
    return shape;
  }

  boolean isDilated() {
    return Arrays.stream(dilations).anyMatch(d -> d > 1);
  }

  /** Whether it may look at padding only, which ONNX's pooling refuses. */
  boolean mayBeEmpty() {
    for (int i = 0; i < pads.length; i++) {
      if (pads[i] >= kernel[i % kernel.length]) {
        return true;
      }
    }
    return false;
  }

  /** The same without padding. */
  Windows bare() {
    return new Windows(kernel, strides, dilations, new int[pads.length]);
  }

  /** Pads behind batch and channels, as the operator Pad wants them. */
  long[] allPads() {
    int axes = kernel.length;
    long[] all = new long[2 * (axes + 2)];
    for (int i = 0; i < axes; i++) {
      all[2 + i] = pads[i];
      all[axes + 4 + i] = pads[axes + i];
    }
    return all;
  }

  /** Writes it into the attributes of a convolution. */
  OnnxNode into(OnnxNode node) {
    return intoPool(node).withInts("dilations", dilations);
  }

  /** Writes it into the attributes of average pooling, which knows no dilations of old. */
  OnnxNode intoPool(OnnxNode node) {
    return node.withInts("kernel_shape", kernel)
        .withInts("strides", strides)
        .withInts("pads", pads);
  }
}
