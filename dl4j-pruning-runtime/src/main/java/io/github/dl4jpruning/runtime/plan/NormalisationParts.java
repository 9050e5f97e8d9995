package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;
import java.util.Arrays;

/** Normalisations that look at more than one number: none of them is fused. */
final class NormalisationParts {
  private NormalisationParts() {}

  /** Over the first axis, at each place and example. */
  interface Column {
    /** Changes {@code n} numbers, {@code step} apart, from {@code at} on. */
    void run(float[] y, int at, int step, int n);
  }

  /** Copies, then changes each column. */
  static Part columns(Operation operation, String kernel, Column column) {
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          int channels = y.channels();
          int step = y.perChannel();
          return Step.of(
              kernel,
              () -> {
                System.arraycopy(x.data, 0, y.data, 0, y.size());
                for (int i = 0; i < step; i++) {
                  column.run(y.data, i, step, channels);
                }
              });
        });
  }

  static void softmax(float[] y, int at, int step, int n) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0, k = at; i < n; i++, k += step) {
      largest = Math.max(largest, y[k]);
    }
    double sum = 0;
    for (int i = 0, k = at; i < n; i++, k += step) {
      y[k] = (float) Math.exp(y[k] - largest);
      sum += y[k];
    }
    for (int i = 0, k = at; i < n; i++, k += step) {
      y[k] = (float) (y[k] / sum);
    }
  }

  /** Mean 0, deviation 1, then a gain and a shift, either of which may be null. */
  static Column layer(float[] scale, float[] bias) {
    return (y, at, step, n) -> standardise(y, at, step, 0, n, scale, bias);
  }

  /** As {@link #layer}, for {@code n} numbers, with gain and shift from {@code from} on. */
  static void standardise(
      float[] y, int at, int step, int from, int n, float[] scale, float[] bias) {
    double sum = 0;
    for (int i = 0, k = at; i < n; i++, k += step) {
      sum += y[k];
    }
    double mean = sum / n;
    double squares = 0;
    for (int i = 0, k = at; i < n; i++, k += step) {
      squares += (y[k] - mean) * (y[k] - mean);
    }
    double deviation = Math.sqrt(squares / n);
    for (int i = 0, k = at; i < n; i++, k += step) {
      double value = deviation == 0 ? 0 : (y[k] - mean) / deviation;
      y[k] =
          (float)
              (value * (scale == null ? 1 : scale[from + i]) + (bias == null ? 0 : bias[from + i]));
    }
  }

  static Part lrn(Operation operation) {
    double k = operation.number("k", 1);
    double alpha = operation.number("alpha", 1e-4f);
    double beta = operation.number("beta", 0.75f);
    int reach = operation.integer("size", 2);
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          int step = x.perChannel();
          int channels = x.channels();
          return Step.of(
              "local response normalisation",
              () -> {
                for (int i = 0; i < step; i++) {
                  for (int c = 0; c < channels; c++) {
                    double sum = 0;
                    int last = Math.min(channels - 1, c + reach);
                    for (int d = Math.max(0, c - reach); d <= last; d++) {
                      double value = x.data[d * step + i];
                      sum += value * value;
                    }
                    double norm = Math.pow(k + alpha * sum, beta);
                    y.data[c * step + i] = (float) (x.data[c * step + i] / norm);
                  }
                }
              });
        });
  }

  static Part l2(Operation operation) {
    double least = operation.number("epsilon", 1e-8f);
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          return Step.of(
              "length 1",
              () -> {
                for (int lane = 0; lane < x.lanes; lane++) {
                  double sum = 0;
                  for (int k = lane; k < x.size(); k += x.lanes) {
                    sum += (double) x.data[k] * x.data[k];
                  }
                  double norm = Math.max(Math.sqrt(sum), least);
                  for (int k = lane; k < x.size(); k += x.lanes) {
                    y.data[k] = (float) (x.data[k] / norm);
                  }
                }
              });
        });
  }

  static Part distance(Operation operation) {
    double epsilon = operation.number("epsilon", 0);
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          float[] z = frame.get(operation.inputs().get(1)).data;
          float[] y = frame.output(operation).data;
          return Step.of(
              "distance",
              () -> {
                for (int lane = 0; lane < x.lanes; lane++) {
                  double sum = 0;
                  for (int k = lane; k < x.size(); k += x.lanes) {
                    double gap = (double) x.data[k] - z[k];
                    sum += gap * gap;
                  }
                  y[lane] = (float) Math.sqrt(Math.max(sum, epsilon));
                }
              });
        });
  }

  static Part prelu(Operation operation, float[] slope, int[] shape) {
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          int[] which = which(x.shape, shape);
          return Step.of(
              "element by element",
              () -> {
                for (int i = 0, k = 0; i < which.length; i++) {
                  float a = slope[which[i]];
                  for (int end = k + x.lanes; k < end; k++) {
                    float value = x.data[k];
                    y.data[k] = value < 0 ? a * value : value;
                  }
                }
              });
        });
  }

  /** The slope of each element: those of axes of 1, or that are missing, are shared. */
  private static int[] which(int[] shape, int[] slope) {
    int[] full = Arrays.copyOf(slope, shape.length);
    Arrays.fill(full, slope.length, full.length, 1);
    int[] strides = Shapes.strides(full);
    int[] which = new int[Shapes.size(shape)];
    int[] index = new int[shape.length];
    for (int i = 0; i < which.length; i++) {
      for (int d = 0; d < shape.length; d++) {
        which[i] += full[d] == 1 ? 0 : index[d] * strides[d];
      }
      Shapes.increment(index, shape);
    }
    return which;
  }
}
