package io.github.dl4jpruning.program;

import java.util.Arrays;

/**
 * A window that slides over the axes behind the first: of convolutions and pooling. Immutable but
 * for its arrays, which nobody changes.
 */
public final class Window {
  /** Its size on each axis. */
  public final int[] kernel;

  /** How far it moves. */
  public final int[] strides;

  /** How far apart its places are. */
  public final int[] dilations;

  /** Zeros before each axis. */
  public final int[] begins;

  /** Zeros behind each axis. */
  public final int[] ends;

  private Window(Operation operation, int[] kernel) {
    int rank = kernel.length;
    this.kernel = kernel;
    this.strides = operation.has("strides") ? operation.ints("strides") : filled(rank, 1);
    this.dilations = operation.has("dilations") ? operation.ints("dilations") : filled(rank, 1);
    int[] pads = operation.has("pads") ? operation.ints("pads") : filled(2 * rank, 0);
    if (rank < 1
        || rank > 3
        || strides.length != rank
        || dilations.length != rank
        || pads.length != 2 * rank) {
      throw new IllegalArgumentException(
          operation.output()
              + ": a window has 1 to 3 axes, strides and dilations one number for"
              + " each, pads two; not "
              + operation);
    }
    this.begins = Arrays.copyOf(pads, rank);
    this.ends = Arrays.copyOfRange(pads, rank, 2 * rank);
    for (int i = 0; i < rank; i++) {
      if (kernel[i] < 1 || strides[i] < 1 || dilations[i] < 1 || begins[i] < 0 || ends[i] < 0) {
        throw new IllegalArgumentException(
            operation.output()
                + ": kernel, strides, dilations must be at least 1, pads 0: "
                + operation);
      }
    }
  }

  /** Of a convolution: its kernel is that of the weights {@code [out, in, k…]}. */
  public static Window ofWeights(Operation operation) {
    int[] w = operation.weights().get("W").shape();
    if (w.length < 3) {
      throw new IllegalArgumentException(
          operation.output() + ": weights must be [out, in, k…], not " + Arrays.toString(w));
    }
    return new Window(operation, Arrays.copyOfRange(w, 2, w.length));
  }

  /** Of pooling: its kernel is the attribute {@code kernel_shape}. */
  public static Window ofKernel(Operation operation) {
    return new Window(operation, operation.ints("kernel_shape"));
  }

  /** The number of axes that it slides over. */
  public int rank() {
    return kernel.length;
  }

  /** Whether it moves by one on each axis. */
  public boolean isDense() {
    for (int stride : strides) {
      if (stride != 1) {
        return false;
      }
    }
    return true;
  }

  /** The shape that comes out, with so many channels. */
  public int[] out(int[] in, int channels) {
    int[] out = in.clone();
    out[0] = channels;
    for (int i = 0; i < rank(); i++) {
      long padded = (long) in[1 + i] + begins[i] + ends[i];
      long reach = (long) dilations[i] * (kernel[i] - 1) + 1;
      out[1 + i] = Math.toIntExact(Math.floorDiv(padded - reach, strides[i]) + 1);
    }
    return out;
  }

  private static int[] filled(int size, int value) {
    int[] array = new int[size];
    Arrays.fill(array, value);
    return array;
  }
}
